namespace BelmAgent.Imaging.Codecs;

/// <summary>The codec that this build carries; the build switch <c>ImageCodec</c> picks it.</summary>
public static class ImageCodec
{
    /// <summary>The codec to use where nothing else was asked for. Safe to share between threads.</summary>
#if IMAGESHARP
    public static IImageCodec Default { get; } = new ImageSharpImageCodec();
#else
    public static IImageCodec Default { get; } = new SkiaImageCodec();
#endif
}
