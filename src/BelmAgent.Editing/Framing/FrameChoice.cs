using BelmAgent.Diffusion.Pipeline;
using BelmAgent.Editing.Plans;
using BelmAgent.Imaging;
using BelmAgent.Imaging.Resampling;

namespace BelmAgent.Editing.Framing;

/// <summary>Chooses the frame in which a model works on a picture.</summary>
internal static class FrameChoice
{
    // A window that saves less than this is not worth the context that it costs.
    private const double MaxWindowShare = 0.5;

    // A change needs its surroundings: as much again as the change itself, on each side half of it.
    private const double Context = 2;

    // The middle is left for a change of which it shows less than this.
    private const double MinShownShare = 0.5;

    /// <summary>Returns the frame of a picture in full.</summary>
    /// <param name="pipeline">The model.</param>
    /// <param name="width">Width of the picture in pixels.</param>
    /// <param name="height">Height of the picture in pixels.</param>
    public static WorkingFrame Whole(DiffusionPipeline pipeline, int width, int height) => Create(pipeline, width, height, PictureFit.Keep, null, null);

    /// <summary>Returns the frame of an edit.</summary>
    /// <param name="pipeline">The model.</param>
    /// <param name="setting">The plan's setting; null for all open.</param>
    /// <param name="width">Width of the picture in pixels.</param>
    /// <param name="height">Height of the picture in pixels.</param>
    /// <param name="change">The part that may change, as a mask gives it; null if it is not known.</param>
    public static WorkingFrame For(DiffusionPipeline pipeline, FrameSetting? setting, int width, int height, ImageRegion? change)
    {
        var fit = setting?.Fit ?? PictureFit.Keep;
        var window = setting?.Window ?? EditWindow.Auto;
        var region = window.Region ?? (window == EditWindow.Auto && change is { } part && fit == PictureFit.Keep && !pipeline.HasOneSize ? Around(part, pipeline, width, height) : null);
        return Create(pipeline, width, height, fit, region, change);
    }

    // A model of one size knows things at one scale: a part of its shape serves it better than a picture that was shrunk and padded.
    private static WorkingFrame Create(DiffusionPipeline pipeline, int width, int height, PictureFit fit, ImageRegion? window, ImageRegion? change)
    {
        var isCut = window is null && fit == PictureFit.Keep && pipeline.HasOneSize;
        var native = (pipeline.NativeWidth, pipeline.NativeHeight);
        var cut = ImageResize.CenterCrop(width, height, native.NativeWidth, native.NativeHeight);
        if (isCut && change is { } part && ShownShare(part, cut) < MinShownShare)
        {
            window = cut with { X = Start(part.X, part.Width, cut.Width, width), Y = Start(part.Y, part.Height, cut.Height, height) };
        }

        return WorkingFrame.Create(width, height, native, pipeline.WorkingSizeFor, isCut ? PictureFit.Crop : fit, window) with { MayContinue = isCut };
    }

    private static ImageRegion? Around(ImageRegion change, DiffusionPipeline pipeline, int width, int height)
    {
        var (nativeWidth, nativeHeight) = (pipeline.NativeWidth, pipeline.NativeHeight);
        var scale = Math.Max(1, Context * Math.Max((double)change.Width / nativeWidth, (double)change.Height / nativeHeight));
        var (w, h) = ((int)Math.Round(nativeWidth * scale), (int)Math.Round(nativeHeight * scale));
        return w > width || h > height || w * (double)h > MaxWindowShare * width * height
            ? null
            : new ImageRegion(Start(change.X, change.Width, w, width), Start(change.Y, change.Height, h, height), w, h);
    }

    private static double ShownShare(ImageRegion part, ImageRegion cut)
    {
        var width = Math.Max(0, Math.Min(part.Right, cut.Right) - Math.Max(part.X, cut.X));
        var height = Math.Max(0, Math.Min(part.Bottom, cut.Bottom) - Math.Max(part.Y, cut.Y));
        return (double)width * height / ((double)part.Width * part.Height);
    }

    private static int Start(int from, int length, int window, int whole) => Math.Clamp(from + ((length - window) / 2), 0, whole - window);
}
