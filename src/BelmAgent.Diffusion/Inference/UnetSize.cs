using BelmAgent.Diffusion.Graphs;
using BelmAgent.Diffusion.Models;

namespace BelmAgent.Diffusion.Inference;

/// <summary>Determines the latent size at which a UNet was trained: the one fixed by its graph, otherwise the one in its config.</summary>
internal static class UnetSize
{
    // Pictures of 8192 pixels per side; far more channels than any model has.
    private const int MaxSize = 1024;
    private const int MaxChannels = 1024;

    public static LatentShape Configured(PartConfig config)
    {
        var size = config.Whole("sample_size", 1, MaxSize) ?? 64;
        return new LatentShape(config.Whole("in_channels", 1, MaxChannels) ?? 4, size, size);
    }

    /// <param name="declared">Sizes of <c>sample</c>; a free dimension is not positive.</param>
    /// <param name="configured">The size in the config.</param>
    public static LatentShape Native(ReadOnlySpan<int> declared, LatentShape configured) => new(
        declared[1] > 0 ? declared[1] : configured.Channels,
        declared[2] > 0 ? declared[2] : configured.Height,
        declared[3] > 0 ? declared[3] : configured.Width);

    public static LatentShape Native(GraphProto graph, LatentShape configured)
    {
        var declared = graph.Input.FirstOrDefault(input => input.Name == "sample")?.Type?.TensorType?.Shape?.Dim;
        return declared is { Count: 4 } ? Native([.. declared.Select(dim => (int)dim.DimValue)], configured) : configured;
    }
}
