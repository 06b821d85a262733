using BelmAgent.Diffusion.Models;
using BelmAgent.Editing.Framing;
using BelmAgent.Editing.Plans;
using BelmAgent.Imaging;
using BelmAgent.Imaging.Comparison;

namespace BelmAgent.Editing.Library;

/// <summary>Reads a mask, converts it from pixels to latent cells, and applies it.</summary>
internal static class EditMask
{
    private const int White = 128;

    // Seams are hidden within the mask: outside it, no pixel may change.
    private const int Feather = 2;

    /// <summary>Reads a mask's picture: its white is inside.</summary>
    public static ImageMask Read(RgbImage mask)
    {
        var inside = new bool[mask.Width * mask.Height];
        for (var y = 0; y < mask.Height; y++)
        {
            var row = mask.Row(y);
            for (var x = 0; x < mask.Width; x++)
            {
                inside[(y * mask.Width) + x] = row[x * RgbImage.Channels] + row[(x * RgbImage.Channels) + 1] + row[(x * RgbImage.Channels) + 2] >= 3 * White;
            }
        }

        return new ImageMask(mask.Width, mask.Height, inside);
    }

    /// <summary>Returns the share of the picture that the mask leaves open, 0 to 1.</summary>
    public static double Share(ImageMask mask) => (double)mask.Count / (mask.Width * mask.Height);

    /// <summary>Returns the smallest rectangle that holds all of the mask's white.</summary>
    public static ImageRegion Bounds(ImageMask mask)
    {
        var inside = mask.Inside;
        var (left, top, right, bottom) = (mask.Width, mask.Height, 0, 0);
        for (var k = 0; k < inside.Length; k++)
        {
            if (inside[k])
            {
                var (x, y) = (k % mask.Width, k / mask.Width);
                (left, top, right, bottom) = (Math.Min(left, x), Math.Min(top, y), Math.Max(right, x + 1), Math.Max(bottom, y + 1));
            }
        }

        return new ImageRegion(left, top, right - left, bottom - top);
    }

    /// <summary>Returns the mask of a latent: a cell is open if any of its pixels is.</summary>
    public static double[] ToCells(ImageMask mask, LatentShape shape) =>
        ToCells(mask, WorkingFrame.Create(mask.Width, mask.Height, (mask.Width, mask.Height), (width, height) => (width, height), PictureFit.Keep), shape);

    /// <summary>Returns the mask of a latent in a frame: a cell is open if any of the pixels that it shows is.</summary>
    public static double[] ToCells(ImageMask mask, WorkingFrame frame, LatentShape shape)
    {
        var inside = mask.Inside;
        var (region, placed) = (frame.Region, frame.Placed);
        var cells = new double[shape.Height * shape.Width];
        for (var y = region.Y; y < region.Bottom; y++)
        {
            var (top, bottom) = Cells(y - region.Y, region.Height, placed.Y, placed.Height, frame.Height, shape.Height);
            for (var x = region.X; x < region.Right; x++)
            {
                if (inside[(y * mask.Width) + x])
                {
                    var (left, right) = Cells(x - region.X, region.Width, placed.X, placed.Width, frame.Width, shape.Width);
                    for (var row = top; row < bottom; row++)
                    {
                        cells.AsSpan((row * shape.Width) + left, right - left).Fill(1);
                    }
                }
            }
        }

        return cells;

        // A pixel of a small picture covers several cells.
        static (int First, int End) Cells(int pixel, int length, int start, int placed, int whole, int cells)
        {
            var first = Cell(pixel, length, start, placed, whole, cells);
            return (first, Math.Max(first + 1, Cell(pixel + 1, length, start, placed, whole, cells)));
        }

        static int Cell(int pixel, int length, int start, int placed, int whole, int cells) => (int)(((start * (long)length) + ((long)pixel * placed)) * cells / ((long)whole * length));
    }

    /// <summary>Returns how far each pixel may change: 0 outside the mask, 1 well inside it, with a seam between that lies within the mask.</summary>
    /// <param name="mask">The mask, of the picture's size.</param>
    /// <param name="scale">Pixels of the picture per pixel of the model's; the seam is as wide in the model's.</param>
    public static float[] Weights(ImageMask mask, double scale)
    {
        var inside = mask.Inside;
        var weights = new float[inside.Length];
        var reach = Math.Max(1, (int)Math.Round(Feather * scale));
        var most = FillShares(mask, reach, weights);

        // A mask thinner than the seam has no inner part and is used in full.
        for (var k = 0; k < weights.Length; k++)
        {
            weights[k] = !inside[k] ? 0 : most < 1 ? 1 : Math.Clamp((2 * weights[k]) - 0.5f, 0, 1);
        }

        return weights;
    }

    /// <summary>Returns the edited picture inside the mask and the original outside it, unchanged bit for bit.</summary>
    public static RgbImage Keep(RgbImage original, RgbImage edited, ImageMask mask) =>
        ImageComposite.Over(original, edited, Array.ConvertAll(Weights(mask, scale: 1), static weight => (double)weight));

    // Fills in the share of each pixel's neighbourhood that is inside the mask; beyond the picture's edge all counts as inside.
    private static float FillShares(ImageMask mask, int reach, float[] shares)
    {
        var (width, height) = (mask.Width, mask.Height);
        var window = (2 * reach) + 1;
        var (most, sums) = (0f, new int[width]);
        for (var y = -reach; y <= reach; y++)
        {
            AddRow(y, 1);
        }

        for (var y = 0; y < height; y++)
        {
            var sum = 0;
            for (var x = -reach; x <= reach; x++)
            {
                sum += Column(x);
            }

            for (var x = 0; x < width; x++)
            {
                var k = (y * width) + x;
                shares[k] = (float)sum / (window * window);
                most = mask[x, y] ? Math.Max(most, shares[k]) : most;
                sum += Column(x + reach + 1) - Column(x - reach);
            }

            AddRow(y + reach + 1, 1);
            AddRow(y - reach, -1);
        }

        return most;

        int Column(int x) => x < 0 || x >= width ? window : sums[x];

        void AddRow(int y, int sign)
        {
            for (var x = 0; x < width; x++)
            {
                sums[x] += y < 0 || y >= height || mask[x, y] ? sign : 0;
            }
        }
    }
}
