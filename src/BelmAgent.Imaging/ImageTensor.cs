namespace BelmAgent.Imaging;

/// <summary>Converts pictures to the autoencoder's input and back: float [1, 3, H, W], values in [−1, 1], channels R, G, B.</summary>
/// <remarks>Bytes survive the round trip exactly. Stateless; safe to call from any thread.</remarks>
public static class ImageTensor
{
    private const float HalfRange = 127.5f;

    /// <summary>Returns the number of floats of a picture's tensor: <c>3 × height × width</c>.</summary>
    /// <param name="width">Width in pixels, at least 1.</param>
    /// <param name="height">Height in pixels, at least 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">A side is not positive.</exception>
    public static int Length(int width, int height) => RgbImage.ByteCount(width, height);

    /// <summary>Writes a picture as a tensor [1, 3, H, W] in [−1, 1].</summary>
    /// <param name="image">The picture.</param>
    /// <param name="tensor">Receives exactly <c>3 × H × W</c> floats, planes R, G, B one after the other.</param>
    /// <exception cref="ArgumentException">The span has another length.</exception>
    public static void ToTensor(RgbImage image, Span<float> tensor)
    {
        ArgumentNullException.ThrowIfNull(image);
        ThrowIfWrongLength(tensor.Length, image.Width, image.Height, nameof(tensor));
        var pixels = image.Pixels;
        var plane = image.Width * image.Height;
        for (int i = 0, p = 0; i < plane; i++, p += RgbImage.Channels)
        {
            tensor[i] = (pixels[p] / HalfRange) - 1f;
            tensor[i + plane] = (pixels[p + 1] / HalfRange) - 1f;
            tensor[i + (2 * plane)] = (pixels[p + 2] / HalfRange) - 1f;
        }
    }

    /// <summary>Returns a picture as a new tensor [1, 3, H, W] in [−1, 1].</summary>
    /// <param name="image">The picture.</param>
    public static float[] ToTensor(RgbImage image)
    {
        ArgumentNullException.ThrowIfNull(image);
        var tensor = new float[Length(image.Width, image.Height)];
        ToTensor(image, tensor);
        return tensor;
    }

    /// <summary>Creates a picture from a tensor [1, 3, H, W]; values are clamped to [−1, 1] and rounded to the nearest byte.</summary>
    /// <param name="tensor">Exactly <c>3 × H × W</c> floats, planes R, G, B one after the other.</param>
    /// <param name="width">Width W in pixels, at least 1.</param>
    /// <param name="height">Height H in pixels, at least 1.</param>
    /// <exception cref="ArgumentException">The span has another length.</exception>
    /// <exception cref="NotFiniteNumberException">A value is NaN or infinite: the model overflowed, and a black picture would hide this.</exception>
    public static RgbImage FromTensor(ReadOnlySpan<float> tensor, int width, int height)
    {
        ThrowIfWrongLength(tensor.Length, width, height, nameof(tensor));
        var pixels = new byte[tensor.Length];
        var plane = width * height;
        for (int i = 0, p = 0; i < plane; i++, p += RgbImage.Channels)
        {
            pixels[p] = ToByte(tensor[i]);
            pixels[p + 1] = ToByte(tensor[i + plane]);
            pixels[p + 2] = ToByte(tensor[i + (2 * plane)]);
        }

        return new RgbImage(width, height, pixels);
    }

    private static byte ToByte(float value)
    {
        if (!float.IsFinite(value))
        {
            throw new NotFiniteNumberException(
                $"The image's tensor contains {value}: the model's numbers overflowed; try its float32 export.", value);
        }

        return (byte)float.Round(float.Clamp((value + 1f) * HalfRange, 0f, 255f));
    }

    private static void ThrowIfWrongLength(int length, int width, int height, string name)
    {
        if (length != Length(width, height))
        {
            throw new ArgumentException($"A tensor [1, 3, {height}, {width}] has {Length(width, height)} floats; {length} were given.", name);
        }
    }
}
