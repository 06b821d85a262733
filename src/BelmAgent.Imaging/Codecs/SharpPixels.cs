using System.Runtime.InteropServices;
using BelmAgent.Imaging.Colors;
using SixLabors.ImageSharp;
using SixLabors.ImageSharp.Formats;
using SixLabors.ImageSharp.Memory;
using SixLabors.ImageSharp.Metadata.Profiles.Icc;
using SixLabors.ImageSharp.PixelFormats;

namespace BelmAgent.Imaging.Codecs;

/// <summary>Converts pictures to and from ImageSharp under a configuration of our own: no format sniffing, and bounded memory.</summary>
internal static class SharpPixels
{
    /// <summary>
    /// Gets the configuration: a pool small enough for a service, and no single buffer larger than the largest picture that limits can
    /// allow, at eight bytes per pixel.
    /// </summary>
    public static Configuration Configuration { get; } = new()
    {
        MemoryAllocator = MemoryAllocator.Create(new MemoryAllocatorOptions { MaximumPoolSizeMegabytes = 64, AllocationLimitMegabytes = 4096 }),
    };

    /// <summary>Returns a view of a picture's own memory; only the code that has just created the picture may write to it.</summary>
    public static Image<Rgb24> Wrap(RgbImage image) =>
        Image.WrapMemory<Rgb24>(Configuration, MemoryMarshal.AsMemory(image.Memory), image.Width, image.Height);

    /// <summary>Returns a view of a picture, or a converted copy if a profile means other values, that carries the profile.</summary>
    public static Image<Rgb24> Wrap(RgbImage image, ColorProfile? profile)
    {
        if (profile is null)
        {
            return Wrap(image);
        }

        var rgb = image.Pixels.ToArray();
        profile.FromSrgb?.Apply(rgb);
        var pixels = Image.WrapMemory<Rgb24>(Configuration, rgb, image.Width, image.Height);
        pixels.Metadata.IccProfile = new IccProfile(profile.Icc.ToArray());
        return pixels;
    }

    /// <summary>Returns a copy whose pixels, laid on white, are the picture's: as transparent as the picture's file, or less where that is not enough.</summary>
    public static Image<Rgba32> Uncompose(RgbImage image, ColorProfile? profile)
    {
        var (rgb, alpha) = (image.Pixels.ToArray(), image.Alpha.ToArray());
        for (var k = 0; k < alpha.Length; k++)
        {
            var pixel = rgb.AsSpan(k * RgbImage.Channels, RgbImage.Channels);
            alpha[k] = Math.Max(alpha[k], (byte)(byte.MaxValue - Math.Min(pixel[0], Math.Min(pixel[1], pixel[2]))));
            for (var c = 0; c < pixel.Length; c++)
            {
                pixel[c] = (byte)(alpha[k] == 0 ? byte.MaxValue : byte.MaxValue - ((((byte.MaxValue - pixel[c]) * byte.MaxValue) + (alpha[k] / 2)) / alpha[k]));
            }
        }

        profile?.FromSrgb?.Apply(rgb);
        var pixels = new Image<Rgba32>(Configuration, image.Width, image.Height);
        pixels.ProcessPixelRows(rows =>
        {
            for (var y = 0; y < rows.Height; y++)
            {
                var row = rows.GetRowSpan(y);
                for (var x = 0; x < row.Length; x++)
                {
                    var k = (y * row.Length) + x;
                    row[x] = new Rgba32(rgb[k * 3], rgb[(k * 3) + 1], rgb[(k * 3) + 2], alpha[k]);
                }
            }
        });
        return pixels;
    }

    /// <summary>Copies the pixels out.</summary>
    public static RgbImage ToRgb(Image<Rgb24> pixels, ColorProfile? profile)
    {
        var rgb = new byte[RgbImage.ByteCount(pixels.Width, pixels.Height)];
        pixels.CopyPixelDataTo(rgb);
        return new RgbImage(pixels.Width, pixels.Height, rgb) { Profile = profile };
    }

    /// <summary>Encodes pixels as a whole file.</summary>
    public static byte[] Encode(Image pixels, IImageEncoder encoder)
    {
        using var stream = new MemoryStream();
        pixels.Save(stream, encoder);
        return stream.ToArray();
    }
}
