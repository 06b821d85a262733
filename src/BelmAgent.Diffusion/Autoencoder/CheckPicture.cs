using BelmAgent.Imaging;

namespace BelmAgent.Diffusion.Autoencoder;

/// <summary>A picture of coloured blocks on a grey gradient, drawn from a seed.</summary>
internal static class CheckPicture
{
    private const int Blocks = 12;

    public static RgbImage Draw(int width, int height, int seed)
    {
        var pixels = new byte[ImageTensor.Length(width, height)];
        for (var i = 0; i < pixels.Length; i++)
        {
            pixels[i] = (byte)(96 + (96 * (i / RgbImage.Channels / width) / height));
        }

        var state = (uint)seed;
        for (var block = 0; block < Blocks; block++)
        {
            var (left, top) = (Next(ref state, width), Next(ref state, height));
            var (right, bottom) = (Math.Min(width, left + (width / 4)), Math.Min(height, top + (height / 4)));
            for (var channel = 0; channel < RgbImage.Channels; channel++)
            {
                var value = (byte)Next(ref state, 256);
                for (var y = top; y < bottom; y++)
                {
                    for (var x = left; x < right; x++)
                    {
                        pixels[(((y * width) + x) * RgbImage.Channels) + channel] = value;
                    }
                }
            }
        }

        return new RgbImage(width, height, pixels);
    }

    // The generator of Numerical Recipes: the sequence of Random is not guaranteed to stay the same.
    private static int Next(ref uint state, int below)
    {
        state = (state * 1664525) + 1013904223;
        return (int)(((ulong)state * (uint)below) >> 32);
    }
}
