using System.Numerics.Tensors;

namespace BelmAgent.Sampling;

/// <summary>Progress of a sampler, reported once per step as soon as the noise at the step's node is known.</summary>
/// <param name="Step">Number of the step, 1 to <paramref name="Steps"/>.</param>
/// <param name="Steps">Number of steps in this run that call the network.</param>
/// <param name="Node">The node of <paramref name="State"/>.</param>
/// <param name="State">The state x, any number of elements.</param>
/// <param name="Noise">The noise ε that the network predicts for it.</param>
/// <remarks>
/// The two vectors are the sampler's own buffers: read them during <see cref="IProgress{T}.Report"/>, or copy them.
/// <see cref="Progress{T}"/> reports later, on another thread, so it must not read them.
/// </remarks>
public readonly record struct SamplingProgress(
    int Step, int Steps, TimeNode Node, ReadOnlyMemory<double> State, ReadOnlyMemory<double> Noise)
{
    /// <summary>Computes the clean picture that the network predicts at this step, x̂₀ = (x − σ·ε)/α: a preview.</summary>
    /// <param name="clean">Receives x̂₀, as many elements as <see cref="State"/>.</param>
    /// <exception cref="ArgumentException">The destination is too short.</exception>
    public void PredictClean(Span<double> clean)
    {
        TensorPrimitives.Multiply(Noise.Span, -Node.Sigma, clean);
        TensorPrimitives.Add(State.Span, clean, clean);
        TensorPrimitives.Divide(clean, Node.Alpha, clean);
    }
}
