namespace BelmAgent.Editing.Inversions;

/// <summary>An inversion as a value: the state pair at node K, and optionally the path there.</summary>
/// <remarks>
/// Tensors are F64, or I64 if <see cref="InversionMetadata.FixedPoint"/> is set. Immutable by convention; safe to share between
/// threads.
/// </remarks>
public sealed record InversionRecord
{
    /// <summary>Gets everything but the tensors.</summary>
    public required InversionMetadata Metadata { get; init; }

    /// <summary>Gets the state at node K, of the latent's shape.</summary>
    public required SafetensorsTensor Position { get; init; }

    /// <summary>Gets the second state of the pair, of the latent's shape; null for a one-state sampler (DDIM).</summary>
    public SafetensorsTensor? Companion { get; init; }

    /// <summary>Gets the positions at nodes 0 to K: [K + 1, …latent]; null if not kept.</summary>
    public SafetensorsTensor? Trajectory { get; init; }

    /// <summary>Gets the noise predicted on the way, one entry per step: [K, …latent]; null if not kept.</summary>
    public SafetensorsTensor? Noise { get; init; }

    /// <summary>Refuses to continue with a different model, grid or latent than the inversion was created with.</summary>
    /// <param name="modelHash">SHA-256 of the current model's files.</param>
    /// <param name="grid">The current grid.</param>
    /// <param name="latentShape">The current shape of the latent. Null: not checked.</param>
    /// <exception cref="BelmException"><c>inversion_mismatch</c>: one of them differs; the first in the order model, latent shape, grid is reported.</exception>
    public void EnsureMatches(string modelHash, GridDescription grid, IReadOnlyList<int>? latentShape = null)
    {
        ArgumentNullException.ThrowIfNull(modelHash);
        ArgumentNullException.ThrowIfNull(grid);
        if (!Metadata.ModelHash.Equals(modelHash, StringComparison.OrdinalIgnoreCase))
        {
            throw Mismatch(InversionAspect.Model, Metadata.ModelHash, modelHash);
        }

        if (latentShape is not null && !Metadata.LatentShape.SequenceEqual(latentShape))
        {
            throw Mismatch(
                InversionAspect.LatentShape, $"[{string.Join(", ", Metadata.LatentShape)}]", $"[{string.Join(", ", latentShape)}]");
        }

        if (!Metadata.Grid.Equals(grid))
        {
            throw Mismatch(InversionAspect.Grid, Metadata.Grid.Describe(grid), grid.Describe(Metadata.Grid));
        }
    }

    private InversionMismatchException Mismatch(InversionAspect aspect, string expected, string actual) =>
        new(Metadata.InversionId, aspect, expected, actual);
}
