namespace BelmAgent.Diffusion.Hub;

/// <summary>The disk has not the room that a model needs. Nothing was fetched.</summary>
/// <param name="folder">Where it was to go.</param>
/// <param name="needed">Bytes that are still to be fetched.</param>
/// <param name="free">Bytes that are free.</param>
public sealed class HubSpaceException(string folder, long needed, long free) : HubException(
    folder, FormattableString.Invariant($"'{folder}' needs {needed / Gibibyte:0.##} GiB and its disk has {free / Gibibyte:0.##} GiB free: make room, or name a folder on another disk with --to."))
{
    private const double Gibibyte = 1L << 30;

    /// <summary>Bytes that are still to be fetched.</summary>
    public long Needed { get; } = needed;

    /// <summary>Bytes that are free.</summary>
    public long Free { get; } = free;
}
