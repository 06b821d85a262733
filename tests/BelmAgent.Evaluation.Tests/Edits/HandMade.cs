using BelmAgent.Diffusion.Models;
using BelmAgent.Diffusion.Vision;
using BelmAgent.Editing.Framing;
using BelmAgent.Editing.Plans;
using BelmAgent.Evaluation.Edits;
using BelmAgent.Imaging;
using BelmAgent.Imaging.Comparison;

namespace BelmAgent.Evaluation.Tests.Edits;

/// <summary>
/// A hand-made pair: a grey picture of 32×32, whose left half (the mask) should become lighter by 40 steps, from a red house to a blue
/// one.
/// </summary>
internal static class HandMade
{
    public const int Side = 32;
    public const byte Grey = 100;
    public const byte Asked = 140;

    public static readonly Dictionary<string, string> Before = new()
    {
        ["sky"] = "day", ["ground"] = "grass", ["extra"] = "sun", ["extra_count"] = "1", ["object_left"] = "house", ["color_left"] = "red",
    };

    public static ArtefactLimits Limits { get; } = new() { LatentMax = 10, Overshoot = 0.01, Noise = 1 };

    public static PairReference Reference { get; } = Of(ImageMask.Create(Side, Side, new ImageRegion(0, 0, Side / 2, Side)));

    public static PairReference Of(ImageMask mask)
    {
        var (source, ideal) = (Picture(Grey, Grey), Picture(Asked, Grey));
        return new PairReference
        {
            Pair = new EditPair
            {
                Id = "hand", Half = "tune", Kind = "colour", Request = "make the house blue", SourceCaption = "a red house", TargetCaption = "a blue house",
                Asked = new Dictionary<string, string> { ["color_left"] = "blue" }, Attributes = Before, Source = source, Ideal = ideal, Mask = mask,
            },
            Picture = source,
            Frame = WorkingFrame.Create(Side, Side, (Side, Side), (width, height) => (width, height), PictureFit.Keep),
            SourceNoise = 0.2,
            Shape = new LatentShape(4, 2, 2),
            Source = new double[16],
            Ideal = new double[16],
            WorkingReconstruction = source,
            SourceReconstruction = source,
            IdealReconstruction = ideal,
            Before = Seen(),
        };
    }

    /// <summary>Creates a picture with one grey in each half.</summary>
    public static RgbImage Picture(byte left, byte right)
    {
        var pixels = new byte[Side * Side * RgbImage.Channels];
        for (var i = 0; i < pixels.Length; i++)
        {
            pixels[i] = i / RgbImage.Channels % Side < Side / 2 ? left : right;
        }

        return new RgbImage(Side, Side, pixels);
    }

    /// <summary>Returns the describer's result: the scene as before, except for some heads.</summary>
    public static SceneDescription Seen(double confidence = 0.99, params (string Head, string Label)[] changes)
    {
        var labels = new Dictionary<string, string>(Before);
        foreach (var (head, label) in changes)
        {
            labels[head] = label;
        }

        return new SceneDescription(labels, labels.Keys.ToDictionary(head => head, head => head == "sky" ? confidence : 1), string.Join(' ', labels.Values));
    }

    public static EditedPicture Edited(RgbImage image, params (string Head, string Label)[] changes) => new(image, IsComposed: false, LatentMax: 5, Overshoot: 0, Noise: 0.3, Seen(0.99, changes));
}
