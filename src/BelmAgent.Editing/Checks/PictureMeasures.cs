using BelmAgent.Editing.Edits;
using BelmAgent.Imaging;
using BelmAgent.Imaging.Comparison;

namespace BelmAgent.Editing.Checks;

/// <summary>Measures how two pictures differ, and how well the unchanged part was preserved.</summary>
internal static class PictureMeasures
{
    // A model's strokes extend a few pixels beyond the visibly changed pixels.
    private const int Reach = 4;
    private const double Equal = 99;

    public static PictureComparison Compare(RgbImage before, RgbImage after)
    {
        var changed = ImageComparison.ChangedMask(before, after);
        var background = changed.Dilated(Reach).Inverted();
        return new PictureComparison
        {
            Psnr = Finite(ImageComparison.Psnr(before, after)),
            BackgroundPsnr = background.Count == 0 ? 0 : Finite(ImageComparison.Psnr(before, after, background)),
            Ssim = ImageComparison.Ssim(before, after),
            ChangedFraction = (double)changed.Count / (before.Width * before.Height),
        };
    }

    private static double Finite(double psnr) => Math.Min(psnr, Equal);
}
