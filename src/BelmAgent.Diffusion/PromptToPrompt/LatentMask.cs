using BelmAgent.Diffusion.Models;

namespace BelmAgent.Diffusion.PromptToPrompt;

/// <summary>A mask over the cells of a latent, one number per cell, the same for all channels.</summary>
/// <remarks>Mutable; belongs to one run.</remarks>
internal sealed class LatentMask(LatentShape shape)
{
    private readonly double[] _spare = new double[shape.Height * shape.Width];

    /// <summary>Gets one number per cell, row by row.</summary>
    public double[] Cells { get; } = new double[shape.Height * shape.Width];

    /// <summary>Writes the mask for every channel.</summary>
    public void CopyTo(Span<double> mask)
    {
        for (var channel = 0; channel < shape.Channels; channel++)
        {
            Cells.CopyTo(mask[(channel * Cells.Length)..]);
        }
    }

    /// <summary>Replaces each cell by the maximum within a square around it: max-pooling with stride 1.</summary>
    /// <param name="radius">0 leaves the mask unchanged.</param>
    public void Dilate(int radius)
    {
        if (radius == 0)
        {
            return;
        }

        Cells.CopyTo(_spare, 0);
        for (var y = 0; y < shape.Height; y++)
        {
            for (var x = 0; x < shape.Width; x++)
            {
                var largest = double.NegativeInfinity;
                for (var row = Math.Max(0, y - radius); row <= Math.Min(shape.Height - 1, y + radius); row++)
                {
                    for (var column = Math.Max(0, x - radius); column <= Math.Min(shape.Width - 1, x + radius); column++)
                    {
                        largest = Math.Max(largest, _spare[(row * shape.Width) + column]);
                    }
                }

                Cells[(y * shape.Width) + x] = largest;
            }
        }
    }

    /// <summary>
    /// Sets each cell to 1 if it exceeds a share of the way from a floor to the maximum, otherwise to 0; all become 0 if none exceeds
    /// the floor.
    /// </summary>
    public void Threshold(double share, double floor = 0)
    {
        var range = Cells.Max() - floor;
        for (var k = 0; k < Cells.Length; k++)
        {
            Cells[k] = range > 0 && Cells[k] - floor > share * range ? 1 : 0;
        }
    }
}
