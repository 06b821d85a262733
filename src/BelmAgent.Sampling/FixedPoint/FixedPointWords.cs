namespace BelmAgent.Sampling;

/// <summary>A two-step state in 64-bit fixed point with 48 fractional bits: the word w stands for w·2⁻⁴⁸.</summary>
/// <param name="Position">X = x̄_K, one word per element.</param>
/// <param name="Increment">U = (x̄_K − x̄_{K−1})/g_K, one word per element (see <see cref="TwoStepCoefficients.G"/>).</param>
/// <remarks>The arrays are not copied. Safe to share between threads as long as they are not written to.</remarks>
public sealed record FixedPointWords(ReadOnlyMemory<long> Position, ReadOnlyMemory<long> Increment);
