using System.Numerics.Tensors;

namespace BelmAgent.Sampling;

/// <summary>How far a sampler is, told once a step as soon as the noise at the step's node is known.</summary>
/// <param name="Step">Number of the step, 1 to <paramref name="Steps"/>.</param>
/// <param name="Steps">Steps that this run makes with the network.</param>
/// <param name="Node">The node that <paramref name="State"/> lies at.</param>
/// <param name="State">The state x, any number of elements.</param>
/// <param name="Noise">The noise ε that the network sees in it.</param>
/// <remarks>
/// The two vectors are the sampler's own buffers: read them during <see cref="IProgress{T}.Report"/>, or copy them.
/// <see cref="Progress{T}"/> reports later, from another thread, so it must not read them.
/// </remarks>
public readonly record struct SamplingProgress(
    int Step, int Steps, TimeNode Node, ReadOnlyMemory<double> State, ReadOnlyMemory<double> Noise)
{
    /// <summary>Returns the clean picture that the network makes out at this step, x̂₀ = (x − σ·ε)/α: a preview.</summary>
    /// <param name="clean">Receives x̂₀, as many elements as <see cref="State"/>.</param>
    /// <exception cref="ArgumentException">The destination is too short.</exception>
    public void PredictClean(Span<double> clean)
    {
        TensorPrimitives.Multiply(Noise.Span, -Node.Sigma, clean);
        TensorPrimitives.Add(State.Span, clean, clean);
        TensorPrimitives.Divide(clean, Node.Alpha, clean);
    }
}
