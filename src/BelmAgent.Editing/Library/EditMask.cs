using BelmAgent.Diffusion.Models;
using BelmAgent.Imaging;
using BelmAgent.Imaging.Comparison;

namespace BelmAgent.Editing.Library;

/// <summary>Converts a mask from pixels to latent cells and applies it.</summary>
internal static class EditMask
{
    private const int White = 128;

    // Seams are hidden within the mask: outside it, no pixel may change.
    private const int Feather = 2;

    public static bool IsEmpty(RgbImage mask) => !Inside(mask).Any(inside => inside);

    /// <summary>Returns the share of the picture that the mask leaves open, 0 to 1.</summary>
    public static double Share(RgbImage mask) => (double)Inside(mask).Count(inside => inside) / (mask.Width * mask.Height);

    /// <summary>Returns the mask of a latent: a cell is open if any of its pixels is.</summary>
    public static double[] ToCells(RgbImage mask, LatentShape shape)
    {
        var inside = Inside(mask);
        var cells = new double[shape.Height * shape.Width];
        for (var y = 0; y < mask.Height; y++)
        {
            for (var x = 0; x < mask.Width; x++)
            {
                if (inside[(y * mask.Width) + x])
                {
                    cells[(y * shape.Height / mask.Height * shape.Width) + (x * shape.Width / mask.Width)] = 1;
                }
            }
        }

        return cells;
    }

    /// <summary>Returns the edited picture inside the mask and the original outside it, unchanged bit for bit.</summary>
    public static RgbImage Keep(RgbImage original, RgbImage edited, RgbImage mask)
    {
        var inside = Inside(mask);
        var weights = new double[inside.Length];
        for (var y = 0; y < mask.Height; y++)
        {
            for (var x = 0; x < mask.Width; x++)
            {
                if (inside[(y * mask.Width) + x])
                {
                    weights[(y * mask.Width) + x] = Math.Clamp((2 * Share(x, y)) - 0.5, 0, 1);
                }
            }
        }

        // A mask thinner than the seam has no inner part and is used in full.
        if (weights.Max() < 1)
        {
            for (var k = 0; k < weights.Length; k++)
            {
                weights[k] = inside[k] ? 1 : 0;
            }
        }

        return ImageComposite.Over(original, edited, weights);

        // The share of the neighbourhood inside the mask; positions beyond the picture's edge count as inside.
        double Share(int x, int y)
        {
            var count = 0;
            for (var row = y - Feather; row <= y + Feather; row++)
            {
                for (var column = x - Feather; column <= x + Feather; column++)
                {
                    count += row < 0 || row >= mask.Height || column < 0 || column >= mask.Width || inside[(row * mask.Width) + column] ? 1 : 0;
                }
            }

            return (double)count / (((2 * Feather) + 1) * ((2 * Feather) + 1));
        }
    }

    private static bool[] Inside(RgbImage mask)
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

        return inside;
    }
}
