using BelmAgent.Diffusion.Models;
using BelmAgent.Imaging;

namespace BelmAgent.Diffusion.Autoencoder;

/// <summary>
/// Estimates the colours of a picture from its latent by a linear map, one pixel per latent element: a preview that needs no decoder.
/// </summary>
/// <remarks>
/// The map is a least-squares fit, over pictures of coloured blocks, of the mean colour under an element to the encoder's channels
/// there. It reproduces colours and places, not edges or textures. Immutable and safe to share between threads.
/// </remarks>
internal sealed class LatentColors
{
    private const int Pictures = 8;
    private const int Cells = 16;

    // Keeps the fit bounded if an encoder leaves a channel unused.
    private const double Ridge = 1e-3;

    // [color, channel], with the constant last.
    private readonly double[,] _map;

    private LatentColors(double[,] map) => _map = map;

    /// <summary>Fits the map of an autoencoder.</summary>
    public static LatentColors Fit(IAutoencoder autoencoder, CancellationToken cancellationToken)
    {
        var terms = autoencoder.Channels + 1;
        var (normal, right) = (new double[terms, terms], new double[terms, RgbImage.Channels]);
        var side = Cells * autoencoder.Factor;
        for (var seed = 1; seed <= Pictures; seed++)
        {
            var picture = CheckPicture.Draw(side, side, seed);
            Accumulate(autoencoder.Encode(picture, cancellationToken), picture, autoencoder.Factor, normal, right);
        }

        for (var term = 0; term < terms; term++)
        {
            normal[term, term] += Ridge * Pictures * Cells * Cells;
        }

        return new LatentColors(Solve(normal, right));
    }

    /// <summary>Returns the colours of a latent.</summary>
    /// <param name="latent">The scaled latent, channel by channel.</param>
    /// <param name="shape">The size of the latent; the picture has the same size.</param>
    public RgbImage Of(ReadOnlySpan<double> latent, LatentShape shape)
    {
        var plane = shape.Height * shape.Width;
        var pixels = new byte[plane * RgbImage.Channels];
        for (var cell = 0; cell < plane; cell++)
        {
            for (var color = 0; color < RgbImage.Channels; color++)
            {
                var value = _map[color, shape.Channels];
                for (var channel = 0; channel < shape.Channels; channel++)
                {
                    value += _map[color, channel] * latent[(channel * plane) + cell];
                }

                pixels[(cell * RgbImage.Channels) + color] = (byte)Math.Clamp(Math.Round(value), 0, byte.MaxValue);
            }
        }

        return new RgbImage(shape.Width, shape.Height, pixels);
    }

    private static void Accumulate(double[] latent, RgbImage picture, int factor, double[,] normal, double[,] right)
    {
        var terms = normal.GetLength(0);
        var sample = new double[terms];
        for (var cell = 0; cell < Cells * Cells; cell++)
        {
            for (var channel = 0; channel < terms - 1; channel++)
            {
                sample[channel] = latent[(channel * Cells * Cells) + cell];
            }

            sample[^1] = 1;
            for (var row = 0; row < terms; row++)
            {
                for (var column = 0; column < terms; column++)
                {
                    normal[row, column] += sample[row] * sample[column];
                }

                for (var color = 0; color < RgbImage.Channels; color++)
                {
                    right[row, color] += sample[row] * Mean(picture, cell % Cells * factor, cell / Cells * factor, factor, color);
                }
            }
        }
    }

    private static double Mean(RgbImage picture, int left, int top, int side, int color)
    {
        var sum = 0;
        for (var y = top; y < top + side; y++)
        {
            for (var x = left; x < left + side; x++)
            {
                sum += picture.Pixels[(((y * picture.Width) + x) * RgbImage.Channels) + color];
            }
        }

        return (double)sum / (side * side);
    }

    // Gaussian elimination; the ridge makes the matrix positive definite, so no pivoting is needed.
    private static double[,] Solve(double[,] normal, double[,] right)
    {
        var terms = normal.GetLength(0);
        for (var pivot = 0; pivot < terms; pivot++)
        {
            for (var row = 0; row < terms; row++)
            {
                var share = row == pivot ? 0 : normal[row, pivot] / normal[pivot, pivot];
                for (var column = pivot; column < terms; column++)
                {
                    normal[row, column] -= share * normal[pivot, column];
                }

                for (var color = 0; color < RgbImage.Channels; color++)
                {
                    right[row, color] -= share * right[pivot, color];
                }
            }
        }

        var map = new double[RgbImage.Channels, terms];
        for (var color = 0; color < RgbImage.Channels; color++)
        {
            for (var term = 0; term < terms; term++)
            {
                map[color, term] = right[term, color] / normal[term, term];
            }
        }

        return map;
    }
}
