using BelmAgent.Diffusion.Models;
using BelmAgent.Imaging;

namespace BelmAgent.Diffusion.Autoencoder;

/// <summary>
/// Decodes a picture tile by tile. Tiles overlap by at least a quarter and are blended over the overlap with weights that increase
/// with the distance from a tile's edge.
/// </summary>
/// <remarks>All tiles have the same size, so memory is bound once. Immutable; safe to share between threads.</remarks>
internal sealed class TiledDecode
{
    private readonly LatentShape _shape;
    private readonly int _factor;

    /// <param name="shape">The entire latent.</param>
    /// <param name="side">Side of a tile, in latent elements; a shorter side of the latent is used in full.</param>
    /// <param name="factor">Pixels per latent element.</param>
    public TiledDecode(LatentShape shape, int side, int factor)
    {
        (_shape, _factor) = (shape, factor);
        Tile = shape with { Height = Math.Min(side, shape.Height), Width = Math.Min(side, shape.Width) };
    }

    /// <summary>Gets the size of each tile.</summary>
    public LatentShape Tile { get; }

    /// <summary>Decodes all tiles and blends them.</summary>
    public void Run(ReadOnlySpan<double> latent, Span<float> pixels, DecodeTile decode)
    {
        var (rows, columns) = (Starts(_shape.Height, Tile.Height), Starts(_shape.Width, Tile.Width));
        var (down, across) = (Weights(rows, Tile.Height), Weights(columns, Tile.Width));
        var (part, picture) = (new double[Tile.Length], new float[ImageTensor.Length(Tile.Width * _factor, Tile.Height * _factor)]);
        pixels.Clear();
        for (var row = 0; row < rows.Length; row++)
        {
            for (var column = 0; column < columns.Length; column++)
            {
                Cut(latent, rows[row], columns[column], part);
                decode(part, picture);
                Add(picture, rows[row] * _factor, columns[column] * _factor, down[row], across[column], pixels);
            }
        }
    }

    // The smallest number of tiles that overlap by a quarter, spread evenly.
    private static int[] Starts(int length, int tile)
    {
        var stride = tile - (tile / 4);
        var count = length == tile ? 1 : 1 + ((length - tile + stride - 1) / stride);
        return [.. Enumerable.Range(0, count).Select(i => count == 1 ? 0 : (int)((long)i * (length - tile) / (count - 1)))];
    }

    // The weights of all tiles at a pixel add up to 1.
    private float[][] Weights(int[] starts, int tile)
    {
        var length = tile * _factor;
        var sum = new float[(starts[^1] * _factor) + length];
        var weights = starts.Select(_ => Enumerable.Range(0, length).Select(i => Math.Min(i + 0.5f, length - i - 0.5f)).ToArray()).ToArray();
        void ForEach(Action<float[], int, int> action)
        {
            for (var tileIndex = 0; tileIndex < starts.Length; tileIndex++)
            {
                for (var i = 0; i < length; i++)
                {
                    action(weights[tileIndex], i, (starts[tileIndex] * _factor) + i);
                }
            }
        }

        ForEach((weight, i, place) => sum[place] += weight[i]);
        ForEach((weight, i, place) => weight[i] /= sum[place]);
        return weights;
    }

    private void Cut(ReadOnlySpan<double> latent, int top, int left, Span<double> part)
    {
        for (var line = 0; line < Tile.Channels * Tile.Height; line++)
        {
            var (channel, y) = (line / Tile.Height, line % Tile.Height);
            latent.Slice((((channel * _shape.Height) + top + y) * _shape.Width) + left, Tile.Width).CopyTo(part[(line * Tile.Width)..]);
        }
    }

    private void Add(ReadOnlySpan<float> picture, int top, int left, float[] down, float[] across, Span<float> pixels)
    {
        var (height, width) = (Tile.Height * _factor, Tile.Width * _factor);
        for (var line = 0; line < RgbImage.Channels * height; line++)
        {
            var (channel, y) = (line / height, line % height);
            var target = pixels.Slice((((channel * _shape.Height * _factor) + top + y) * _shape.Width * _factor) + left, width);
            var source = picture.Slice(line * width, width);
            for (var x = 0; x < width; x++)
            {
                target[x] += down[y] * across[x] * source[x];
            }
        }
    }
}

/// <summary>Decodes one tile.</summary>
/// <param name="latent">The unscaled latent, channel by channel.</param>
/// <param name="pixels">Receives the tile's picture, channel by channel.</param>
internal delegate void DecodeTile(ReadOnlySpan<double> latent, Span<float> pixels);
