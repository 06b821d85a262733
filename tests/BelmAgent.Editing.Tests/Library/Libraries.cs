using BelmAgent.Editing.Library;
using BelmAgent.Editing.Tests.Doubles;
using BelmAgent.Imaging;
using BelmAgent.Imaging.Codecs;
using Microsoft.Extensions.Logging;

namespace BelmAgent.Editing.Tests.Library;

/// <summary>Libraries over a folder with a reproducible clock and randomness.</summary>
internal static class Libraries
{
    public static readonly DateTimeOffset Start = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);

    public static PictureLibrary Open(string root, TimeProvider? clock = null, ILogger<PictureLibrary>? logger = null)
    {
        clock ??= new SteppingClock(Start, TimeSpan.FromMilliseconds(1));
        var random = new Random(1);
        return new PictureLibrary(
            new LibraryOptions { Root = root }, new LibraryId(clock, random.NextBytes), clock, logger);
    }

    public static RgbImage Noise(int width, int height, int seed)
    {
        var pixels = new byte[width * height * RgbImage.Channels];
        new Random(seed).NextBytes(pixels);
        return new RgbImage(width, height, pixels);
    }

    public static PictureRecipe Imported() => new() { Kind = PictureKind.Imported };

    public static PictureRecipe EditOf(Picture parent) => new() { Kind = PictureKind.Edited, ParentId = parent.Id };
}
