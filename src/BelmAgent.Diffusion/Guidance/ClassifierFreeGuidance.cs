using System.Numerics.Tensors;

namespace BelmAgent.Diffusion.Guidance;

/// <summary>Classifier-free guidance (Ho and Salimans 2022). This is the only place that implements the formula.</summary>
public static class ClassifierFreeGuidance
{
    /// <summary>Computes ε = ε_∅ + w(ε_c − ε_∅), element by element.</summary>
    /// <param name="unconditional">ε_∅.</param>
    /// <param name="conditional">ε_c.</param>
    /// <param name="guidance">w; 1 gives ε_c.</param>
    /// <param name="guided">Receives ε; may be the same memory as <paramref name="conditional"/>.</param>
    public static void Combine(ReadOnlySpan<double> unconditional, ReadOnlySpan<double> conditional, double guidance, Span<double> guided)
    {
        TensorPrimitives.Subtract(conditional, unconditional, guided);
        TensorPrimitives.MultiplyAdd(guided, guidance, unconditional, guided);
    }
}
