using BelmAgent.Diffusion.Models;

namespace BelmAgent.Diffusion.Pipeline;

/// <summary>The picture sizes that a model works at: what its UNet divides, at the scale that it was trained at.</summary>
/// <remarks>Immutable; safe to share between threads.</remarks>
internal sealed record WorkingSizes
{
    // Beyond this aspect ratio a picture is padded: models have seen little that is wider, and a strip has no room for anything.
    private const double MaxAspect = 2.5;

    /// <summary>Gets the size that the model was trained at, in pixels.</summary>
    public required (int Width, int Height) Native { get; init; }

    /// <summary>Gets the number of pixels that both sides must be multiples of.</summary>
    public required int Multiple { get; init; }

    /// <summary>Gets how sizes other than the native one are chosen.</summary>
    public required WorkingSizeRule Rule { get; init; }

    /// <summary>Returns the working size for a picture: of about its aspect ratio, up to 5 to 2.</summary>
    /// <param name="width">Width of the picture in pixels, at least 1.</param>
    /// <param name="height">Height of the picture in pixels, at least 1.</param>
    public (int Width, int Height) For(int width, int height)
    {
        var aspect = Math.Clamp((double)width / height, 1 / MaxAspect, MaxAspect);
        var native = (double)Native.Width / Native.Height;
        if (Rule == WorkingSizeRule.Native || Math.Abs(Math.Log(aspect / native)) < 1e-6)
        {
            return Native;
        }

        var area = (double)Native.Width * Native.Height;
        var best = Native;
        var least = double.PositiveInfinity;
        for (var candidate = Multiple; candidate <= Math.Sqrt(area * MaxAspect) + Multiple; candidate += Multiple)
        {
            var other = Round(candidate / aspect);
            var loss = Math.Abs(Math.Log((double)candidate / other / aspect)) + (0.25 * Math.Abs(Math.Log(candidate * (double)other / area)));
            (best, least) = loss < least ? ((candidate, other), loss) : (best, least);
        }

        return best;
    }

    private int Round(double side) => Math.Max(1, (int)Math.Round(side / Multiple)) * Multiple;

    /// <summary>Returns the number of latent elements that a UNet needs its sides to be multiples of.</summary>
    /// <param name="config">The UNet's configuration.</param>
    public static int LatentMultiple(PartConfig config)
    {
        const int MaxBlocks = 12;
        const int OrdinaryBlocks = 4;
        var blocks = config.Count("down_block_types", 1, MaxBlocks) ?? config.Count("block_out_channels", 1, MaxBlocks) ?? OrdinaryBlocks;
        return 1 << (blocks - 1);
    }
}
