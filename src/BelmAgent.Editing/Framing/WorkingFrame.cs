using BelmAgent.Editing.Plans;
using BelmAgent.Imaging;
using BelmAgent.Imaging.Resampling;

namespace BelmAgent.Editing.Framing;

/// <summary>How a picture lies in the model's working picture: which part of it, at which size, and where.</summary>
/// <remarks>Immutable and safe to share.</remarks>
internal sealed record WorkingFrame
{
    // Up to this ratio between the two shapes the picture is stretched: less than an eye sees, and no pixel of the working size is wasted.
    private const double MaxStretch = 1.07;

    private WorkingFrame((int Width, int Height) picture, ImageRegion region, int width, int height, ImageRegion placed) =>
        (PictureWidth, PictureHeight, Region, Width, Height, Placed) = (picture.Width, picture.Height, region, width, height, placed);

    /// <summary>Gets the width of the whole picture in pixels.</summary>
    public int PictureWidth { get; }

    /// <summary>Gets the height of the whole picture in pixels.</summary>
    public int PictureHeight { get; }

    /// <summary>Gets the part of the picture that the model works on, in the picture's pixels.</summary>
    public ImageRegion Region { get; }

    /// <summary>Gets the width of the working picture in pixels.</summary>
    public int Width { get; }

    /// <summary>Gets the height of the working picture in pixels.</summary>
    public int Height { get; }

    /// <summary>Gets where the part lies in the working picture; around it, its edges are repeated.</summary>
    public ImageRegion Placed { get; }

    /// <summary>Gets the number of the picture's pixels per pixel of the working picture, at least 1.</summary>
    public double Scale => Math.Max(1, (double)Region.Width / Placed.Width);

    /// <summary>Gets whether a change of the whole scene may be continued from the part to the rest of the picture, since the user did not choose the part.</summary>
    public bool MayContinue { get; init; }

    /// <summary>Gets whether the working picture is the picture itself.</summary>
    public bool IsWhole => Region == Placed && (PictureWidth, PictureHeight) == (Width, Height) && (Region.Width, Region.Height) == (Width, Height);

    /// <summary>Gets whether the model sees the whole picture.</summary>
    public bool ShowsAll => (Region.Width, Region.Height) == (PictureWidth, PictureHeight);

    /// <summary>Gets the numbers that tell two frames of one picture apart; null for the picture itself.</summary>
    public IReadOnlyList<int>? Key => IsWhole ? null : [Region.X, Region.Y, Region.Width, Region.Height, Placed.X, Placed.Y, Placed.Width, Placed.Height];

    /// <summary>Chooses the frame of a picture.</summary>
    /// <param name="width">Width of the picture in pixels, at least 1.</param>
    /// <param name="height">Height of the picture in pixels, at least 1.</param>
    /// <param name="native">The model's native size.</param>
    /// <param name="sizeFor">Returns the model's working size for a shape.</param>
    /// <param name="fit">How another shape is fitted.</param>
    /// <param name="window">The part to work on, inside the picture; null for all of it.</param>
    public static WorkingFrame Create(
        int width, int height, (int Width, int Height) native, Func<int, int, (int Width, int Height)> sizeFor, PictureFit fit, ImageRegion? window = null)
    {
        var region = window ?? new ImageRegion(0, 0, width, height);
        if (fit == PictureFit.Crop && Stretch(region, native) > MaxStretch)
        {
            var crop = ImageResize.CenterCrop(region.Width, region.Height, native.Width, native.Height);
            region = crop with { X = region.X + crop.X, Y = region.Y + crop.Y };
        }

        var size = fit == PictureFit.Keep ? sizeFor(region.Width, region.Height) : native;
        var whole = new ImageRegion(0, 0, size.Width, size.Height);
        var placed = fit == PictureFit.Crop || (fit == PictureFit.Keep && Stretch(region, size) <= MaxStretch)
            ? whole
            : ImageResize.Inscribe(region.Width, region.Height, size.Width, size.Height);
        return new WorkingFrame((width, height), region, size.Width, size.Height, placed);
    }

    /// <summary>Returns the working picture of a picture of this frame's size.</summary>
    /// <param name="image">The picture.</param>
    public RgbImage View(RgbImage image) => IsWhole ? image : ImageResize.Place(image, Region, Placed, Width, Height);

    /// <summary>Returns the part of a working picture that shows the picture, without what was added around it.</summary>
    /// <param name="image">A working picture.</param>
    public RgbImage Shown(RgbImage image) => (Placed.Width, Placed.Height) == (Width, Height) ? image : image.Crop(Placed);

    /// <summary>Gets a sentence that the model works at another size than the picture's; null if it does not.</summary>
    public string? SizeNote => IsWhole ? null : $"The image of {PictureWidth}×{PictureHeight} was read at {Width}×{Height}, the model's working size.";

    /// <summary>Gets a sentence about what the model does not see, or sees that is not there; null if it sees just the picture.</summary>
    public string? Note =>
        !ShowsAll ? $"The model, which works at {Width}×{Height}, sees only {Region.Width}×{Region.Height} pixels of the image, at {Region.X},{Region.Y}."
        : (Placed.Width, Placed.Height) == (Width, Height) ? null
        : $"The model works at {Width}×{Height}, so the image was padded at its edges for it; nothing was cut.";

    private static double Stretch(ImageRegion region, (int Width, int Height) size) =>
        Math.Exp(Math.Abs(Math.Log((double)region.Width / region.Height * size.Height / size.Width)));
}
