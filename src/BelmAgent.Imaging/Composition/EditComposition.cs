using System.Numerics.Tensors;
using BelmAgent.Imaging.Resampling;

namespace BelmAgent.Imaging.Composition;

/// <summary>
/// Carries an edit that was made at a model's size over to the picture that it was made of, at that picture's own size. Where nothing
/// changed, the source's pixels stay to the bit. Where colours or light changed, the change is read as a local map from the reconstruction's
/// colours to the edit's and applied to the source, so that the source's detail and edges stay. Where something new was drawn, the edit's own
/// pixels are taken.
/// </summary>
/// <remarks>
/// Memory beside the two pictures is a few planes of the edit's size and some rows of the source's. Stateless; safe to call from any thread.
/// </remarks>
public static class EditComposition
{
    // Of a cell: the colour map, then how far it changed and how far it was drawn anew.
    private const int Stride = LocalColorMap.Coefficients + 2;
    private const int Change = LocalColorMap.Coefficients;
    private const int Draw = Change + 1;
    private const float Byte = 255;

    /// <summary>Composes an edit with its source.</summary>
    /// <param name="source">The picture that was edited, at its own size.</param>
    /// <param name="region">The part of it that the model worked on.</param>
    /// <param name="reconstruction">That part as the model's autoencoder returns it unedited, at the model's size.</param>
    /// <param name="edited">That part as edited, of the reconstruction's size.</param>
    /// <param name="bound">
    /// One weight a pixel of <paramref name="edited"/>, row by row, 0 where the edit could not change anything to 1; empty for no bound.
    /// </param>
    /// <param name="mask">One weight a pixel of <paramref name="source"/>, 0 where it must stay to 1; empty for no mask.</param>
    /// <param name="settings">Thresholds; null for the defaults.</param>
    /// <param name="cancellationToken">Stops between two rows.</param>
    /// <returns>The picture, of the source's size and with its colour profile and transparency.</returns>
    /// <exception cref="ArgumentException">Sizes do not fit one another.</exception>
    public static RgbImage Compose(
        RgbImage source, ImageRegion region, RgbImage reconstruction, RgbImage edited, ReadOnlySpan<float> bound = default,
        ReadOnlyMemory<float> mask = default, CompositionSettings? settings = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(reconstruction);
        ArgumentNullException.ThrowIfNull(edited);
        if (!region.IsInside(source.Width, source.Height))
        {
            throw new ArgumentOutOfRangeException(nameof(region), region, $"The region is not inside a picture of {source.Width}×{source.Height}.");
        }

        if ((reconstruction.Width, reconstruction.Height) != (edited.Width, edited.Height))
        {
            throw new ArgumentException($"The pictures are of {reconstruction.Width}×{reconstruction.Height} and {edited.Width}×{edited.Height}.", nameof(edited));
        }

        RequireLength(bound.Length, edited.Width * edited.Height, nameof(bound));
        RequireLength(mask.Length, source.Width * source.Height, nameof(mask));
        settings ??= new CompositionSettings();

        // A model that works at a larger size than the picture has nothing to add to it.
        var (width, height) = (Math.Min(edited.Width, region.Width), Math.Min(edited.Height, region.Height));
        var before = ImageResize.Resample(reconstruction, width, height);
        var after = ImageResize.Resample(edited, width, height);
        var bounds = bound.IsEmpty ? null : Nearest(bound, edited.Width, edited.Height, width, height);
        var cells = Cells(before, after, bounds, settings);
        return Apply(source, region, cells, after, mask, settings.Continues, cancellationToken);
    }

    private static void RequireLength(int length, int expected, string name)
    {
        if (length != 0 && length != expected)
        {
            throw new ArgumentException($"{expected} weights are needed; {length} were given.", name);
        }
    }

    private static float[] Cells(RgbImage before, RgbImage after, float[]? bounds, CompositionSettings settings)
    {
        float[][] guide = Planes(before), target = Planes(after);
        var (maps, drawn) = LocalColorMap.Fit(guide, target, after.Width, settings.Radius, settings.Epsilon);
        var changed = new float[drawn.Length];
        for (var k = 0; k < changed.Length; k++)
        {
            for (var c = 0; c < 3; c++)
            {
                changed[k] = Math.Max(changed[k], Math.Abs(target[c][k] - guide[c][k]));
            }
        }

        BoxFilter.Mean(changed, after.Width, 1);
        BoxFilter.Mean(drawn, after.Width, 1);
        for (var k = 0; k < changed.Length; k++)
        {
            changed[k] = Smooth(changed[k], settings.ChangeStart, settings.ChangeEnd);
        }

        var grown = Grow(changed, after.Width);
        var cells = new float[changed.Length * Stride];
        for (var k = 0; k < changed.Length; k++)
        {
            maps.AsSpan(k * LocalColorMap.Coefficients, LocalColorMap.Coefficients).CopyTo(cells.AsSpan(k * Stride));
            cells[(k * Stride) + Change] = grown[k] * (bounds?[k] ?? 1);
            cells[(k * Stride) + Draw] = Smooth(drawn[k], settings.DrawStart, settings.DrawEnd);
        }

        return cells;
    }

    private static RgbImage Apply(
        RgbImage source, ImageRegion region, float[] cells, RgbImage after, ReadOnlyMemory<float> mask, bool continues, CancellationToken cancellationToken)
    {
        var pixels = source.Pixels.ToArray();
        var area = continues ? new ImageRegion(0, 0, source.Width, source.Height) : region;
        var columns = Lines(region.Width, after.Width, area.X - region.X, area.Width);
        var rows = Lines(region.Height, after.Height, area.Y - region.Y, area.Height);
        Parallel.For(
            0, area.Height, new ParallelOptions { CancellationToken = cancellationToken },
            () => new Scratch(after.Width),
            (y, _, scratch) =>
            {
                scratch.Prepare(cells, after, rows[y]);
                var start = ((area.Y + y) * source.Width) + area.X;
                var weights = mask.IsEmpty ? default : mask.Span.Slice(start, area.Width);
                scratch.Blend(pixels.AsSpan(start * 3, area.Width * 3), columns, weights);
                return scratch;
            },
            _ => { });
        return new RgbImage(source.Width, source.Height, pixels) { Profile = source.Profile, Alpha = source.Alpha };
    }

    private static float[][] Planes(RgbImage image)
    {
        var planes = new float[3][];
        for (var c = 0; c < 3; c++)
        {
            planes[c] = new float[image.Width * image.Height];
            for (var k = 0; k < planes[c].Length; k++)
            {
                planes[c][k] = image.Pixels[(k * 3) + c] / Byte;
            }
        }

        return planes;
    }

    private static float Smooth(float value, float start, float end)
    {
        var t = Math.Clamp((value - start) / (end - start), 0, 1);
        return t * t * (3 - (2 * t));
    }

    // By one pixel each way: the decoder's own blur at an edge of what changed is less than what counts as a change.
    private static float[] Grow(float[] plane, int width)
    {
        var height = plane.Length / width;
        var grown = new float[plane.Length];
        for (var y = 0; y < height; y++)
        {
            for (var x = 0; x < width; x++)
            {
                for (var v = Math.Max(y - 1, 0); v <= Math.Min(y + 1, height - 1); v++)
                {
                    for (var u = Math.Max(x - 1, 0); u <= Math.Min(x + 1, width - 1); u++)
                    {
                        grown[(y * width) + x] = Math.Max(grown[(y * width) + x], plane[(v * width) + u]);
                    }
                }
            }
        }

        return grown;
    }

    private static float[] Nearest(ReadOnlySpan<float> plane, int width, int height, int newWidth, int newHeight)
    {
        var resized = new float[newWidth * newHeight];
        for (var y = 0; y < newHeight; y++)
        {
            for (var x = 0; x < newWidth; x++)
            {
                resized[(y * newWidth) + x] = plane[(((2 * y) + 1) * height / (2 * newHeight) * width) + (((2 * x) + 1) * width / (2 * newWidth))];
            }
        }

        return resized;
    }

    // Beyond the region a line is that of its edge, where nothing is drawn.
    private static Line[] Lines(int length, int cells, int start, int count)
    {
        var lines = new Line[count];
        for (var k = 0; k < count; k++)
        {
            var inside = Math.Clamp(start + k, 0, length - 1);
            var place = ((inside + 0.5) * cells / length) - 0.5;
            var first = (int)Math.Floor(place);
            lines[k] = new Line(first, (float)(place - first), inside != start + k);
        }

        return lines;
    }

    /// <summary>A line of the source between two of the edit.</summary>
    /// <param name="First">The edit's line before it; −1 before the first.</param>
    /// <param name="Share">Share of the way to the next one, 0 to 1.</param>
    /// <param name="IsBeyond">Whether the line of the source lies beyond the edit.</param>
    private readonly record struct Line(int First, float Share, bool IsBeyond)
    {
        public (int Before, int After) Of(int count) => (Math.Clamp(First, 0, count - 1), Math.Clamp(First + 1, 0, count - 1));

        /// <summary>Weights of the four lines from First − 1 on, by Keys' cubic convolution (a = −1/2).</summary>
        public (float A, float B, float C, float D) Cubic()
        {
            var t = Share;
            return (((((-0.5f * t) + 1) * t) - 0.5f) * t, (((1.5f * t) - 2.5f) * t * t) + 1, ((((-1.5f * t) + 2) * t) + 0.5f) * t, ((0.5f * t) - 0.5f) * t * t);
        }
    }

    /// <summary>One row of the edit's grid at the height of a row of the source; belongs to one thread.</summary>
    private sealed class Scratch(int width)
    {
        private readonly float[] _cells = new float[width * Stride];
        private readonly float[] _colors = new float[width * 3];
        private bool _isBeyond;
        private bool _isChanged;

        public void Prepare(float[] cells, RgbImage after, Line line)
        {
            var (first, second) = line.Of(after.Height);
            TensorPrimitives.Lerp(cells.AsSpan(first * width * Stride, width * Stride), cells.AsSpan(second * width * Stride, width * Stride), line.Share, _cells);
            (_isBeyond, _isChanged) = (line.IsBeyond, false);
            for (var x = 0; x < width; x++)
            {
                _isChanged |= _cells[(x * Stride) + Change] > 0;
            }

            if (!_isChanged)
            {
                return;
            }

            var (a, b, c, d) = line.Cubic();
            ReadOnlySpan<byte> one = Row(-1), two = Row(0), three = Row(1), four = Row(2);
            for (var k = 0; k < _colors.Length; k++)
            {
                _colors[k] = (a * one[k]) + (b * two[k]) + (c * three[k]) + (d * four[k]);
            }

            ReadOnlySpan<byte> Row(int step) => after.Row(Math.Clamp(line.First + step, 0, after.Height - 1));
        }

        /// <summary>Blends one row in place.</summary>
        public void Blend(Span<byte> pixels, Line[] columns, ReadOnlySpan<float> mask)
        {
            if (!_isChanged)
            {
                return;
            }

            for (var x = 0; x < columns.Length; x++)
            {
                var (first, second) = columns[x].Of(width);
                var share = columns[x].Share;
                var weight = At(Change) * (mask.IsEmpty ? 1 : mask[x]);
                if (weight <= 0)
                {
                    continue;
                }

                var pixel = pixels.Slice(x * 3, 3);
                float red = pixel[0] / Byte, green = pixel[1] / Byte, blue = pixel[2] / Byte;
                var draw = At(Draw);
                if (_isBeyond || columns[x].IsBeyond)
                {
                    // Only a change of colours is continued: what is drawn at the edge ends there.
                    weight *= 1 - draw;
                    draw = 0;
                }

                for (var c = 0; c < 3; c++)
                {
                    var shift = (At(c * 3) * red) + (At((c * 3) + 1) * green) + (At((c * 3) + 2) * blue) + At(9 + c);
                    var value = pixel[c] + (weight * (((1 - draw) * shift * Byte) + (draw * (Color(columns[x], c) - pixel[c]))));
                    pixel[c] = (byte)Math.Clamp(MathF.Round(value), 0, Byte);
                }

                float At(int n) => float.Lerp(_cells[(first * Stride) + n], _cells[(second * Stride) + n], share);
            }
        }

        private float Color(Line column, int c)
        {
            var (wa, wb, wc, wd) = column.Cubic();
            return (wa * At(-1)) + (wb * At(0)) + (wc * At(1)) + (wd * At(2));

            float At(int step) => _colors[(Math.Clamp(column.First + step, 0, width - 1) * 3) + c];
        }
    }
}
