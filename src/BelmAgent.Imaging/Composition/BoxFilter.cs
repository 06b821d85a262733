namespace BelmAgent.Imaging.Composition;

/// <summary>Computes means over square windows, in time that does not depend on the window's size.</summary>
internal static class BoxFilter
{
    /// <summary>Replaces each value of a plane by the mean of the window around it; windows are cut off at the plane's edges.</summary>
    /// <param name="plane">The plane, row by row.</param>
    /// <param name="width">Width of the plane, at least 1.</param>
    /// <param name="radius">The window reaches this far to each side; at least 0.</param>
    public static void Mean(Span<float> plane, int width, int radius)
    {
        var height = plane.Length / width;
        var line = new float[Math.Max(width, height)];
        for (var y = 0; y < height; y++)
        {
            var row = plane.Slice(y * width, width);
            row.CopyTo(line);
            Slide(line.AsSpan(0, width), row, radius);
        }

        // Columns are summed a row at a time, so that memory is read in order.
        var original = plane.ToArray();
        var sums = new double[width];
        for (var y = 0; y < Math.Min(radius, height); y++)
        {
            Add(sums, original.AsSpan(y * width, width), 1);
        }

        for (var y = 0; y < height; y++)
        {
            if (y + radius < height)
            {
                Add(sums, original.AsSpan((y + radius) * width, width), 1);
            }

            if (y - radius - 1 >= 0)
            {
                Add(sums, original.AsSpan((y - radius - 1) * width, width), -1);
            }

            var count = Count(y, height, radius);
            for (var x = 0; x < width; x++)
            {
                plane[(y * width) + x] = (float)(sums[x] / count);
            }
        }
    }

    private static void Slide(ReadOnlySpan<float> values, Span<float> means, int radius)
    {
        var sum = 0.0;
        for (var x = 0; x < Math.Min(radius, values.Length); x++)
        {
            sum += values[x];
        }

        for (var x = 0; x < values.Length; x++)
        {
            sum += x + radius < values.Length ? values[x + radius] : 0;
            sum -= x - radius - 1 >= 0 ? values[x - radius - 1] : 0;
            means[x] = (float)(sum / Count(x, values.Length, radius));
        }
    }

    private static void Add(double[] sums, ReadOnlySpan<float> row, int sign)
    {
        for (var x = 0; x < sums.Length; x++)
        {
            sums[x] += sign * row[x];
        }
    }

    private static int Count(int place, int length, int radius) => Math.Min(place + radius, length - 1) - Math.Max(place - radius, 0) + 1;
}
