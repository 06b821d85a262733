using BelmAgent.Editing.Tests.Doubles;
using BelmAgent.Evaluation.Datasets;
using BelmAgent.Imaging;
using BelmAgent.Imaging.Codecs;
using SixLabors.ImageSharp;
using SixLabors.ImageSharp.Formats.Png;
using SixLabors.ImageSharp.PixelFormats;

namespace BelmAgent.Evaluation.Tests.Datasets;

public sealed class PictureSetTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Fact]
    public void A_folder_is_read_in_an_order_that_the_seed_alone_decides()
    {
        for (var i = 0; i < 12; i++)
        {
            Directory.CreateDirectory(_folder[$"part{i % 3}"]);
            ImageCodec.WriteFile(_folder[$"part{i % 3}", $"{i}.png"], RgbImage.Filled(4, 3, new RgbColor((byte)i, 0, 0)));
        }

        File.WriteAllText(_folder["readme.txt"], "no picture");
        var set = PictureSet.Open(_folder.Path);
        var names = set.Read(seed: 3).Select(picture => picture.Name).ToList();

        Assert.Equal((12, 12), (set.Count, names.Distinct().Count()));
        Assert.Equal(names.Take(5), set.Read(seed: 3, limit: 5).Select(picture => picture.Name));
        Assert.Equal(names.Take(5), set.Names(seed: 3, limit: 5));
        Assert.NotEqual(names, set.Read(seed: 4).Select(picture => picture.Name));
        Assert.All(set.Read(seed: 3), picture => Assert.Equal($"part{picture.Image[0, 0].R % 3}/{picture.Image[0, 0].R}.png", picture.Name));
    }

    [Fact]
    public void A_folder_whose_pictures_change_is_another_one()
    {
        Write("one.png", hidden: new Rgba32(255, 0, 0, 0));
        var before = PictureSet.Open(_folder.Path).Fingerprint();
        Assert.Equal(before, PictureSet.Open(_folder.Path + Path.DirectorySeparatorChar).Fingerprint());

        File.SetLastWriteTimeUtc(_folder["one.png"], new DateTime(2001, 1, 1, 0, 0, 0, DateTimeKind.Utc));
        var touched = PictureSet.Open(_folder.Path).Fingerprint();
        Write("two.png", hidden: new Rgba32(0, 0, 255, 0));

        Assert.Equal(3, new[] { before, touched, PictureSet.Open(_folder.Path).Fingerprint() }.Distinct().Count());
    }

    // The first defect that the paper found in the official code: its reader keeps a PNG's four channels, and the encoder refuses them.
    // Dropping the fourth, the paper's remedy, would show the colours that transparency hides.
    [Fact]
    public void Transparent_pictures_are_laid_on_white_and_have_three_channels()
    {
        Write("one.png", hidden: new Rgba32(255, 0, 0, 0));
        Write("two.png", hidden: new Rgba32(0, 0, 255, 0));
        using (var official = Image.Load(_folder["one.png"]))
        {
            Assert.Equal(32, official.PixelType.BitsPerPixel);
        }

        var pictures = PictureSet.Open(_folder.Path).Read(seed: 1).Select(picture => picture.Image).ToList();

        Assert.Equal(2, pictures.Count);
        Assert.All(pictures, picture =>
        {
            Assert.Equal(3 * 4 * 2, ImageTensor.ToTensor(picture).Length);
            Assert.Equal(RgbColor.White, picture[0, 0]);
            Assert.Equal(new RgbColor(10, 20, 30), picture[3, 1]);
        });
        Assert.True(pictures[0].ContentEquals(pictures[1]));
    }

    [Fact]
    public void Cifar_is_read_from_its_binary_batches()
    {
        WriteBatch("data_batch_1.bin", 3, first: 0);
        WriteBatch("data_batch_2.bin", 2, first: 100);
        WriteBatch("test_batch.bin", 4, first: 200);

        var set = PictureSet.Open(_folder.Path);
        var pictures = set.Read(seed: 1).ToDictionary(picture => picture.Name, picture => picture.Image);

        Assert.Equal(5, set.Count);
        Assert.Equal(["data_batch_1-0", "data_batch_1-1", "data_batch_1-2", "data_batch_2-0", "data_batch_2-1"], pictures.Keys.Order());
        // Red, green and blue are planes of the file.
        Assert.Equal(new RgbColor(101, 102, 103), pictures["data_batch_2-1"][31, 31]);
        Assert.Equal(set.Read(seed: 1, limit: 3).Select(picture => picture.Name), set.Read(seed: 1).Take(3).Select(picture => picture.Name));
    }

    [Fact]
    public void What_holds_no_pictures_is_refused()
    {
        Assert.Equal("not_pictures", Assert.Throws<BelmException>(() => PictureSet.Open(_folder["none"])).Code);
        Assert.Equal("not_pictures", Assert.Throws<BelmException>(() => PictureSet.Open(_folder.Path)).Code);
        File.WriteAllBytes(_folder["data_batch_1.bin"], new byte[3073 + 1]);
        Assert.Equal("not_pictures", Assert.Throws<BelmException>(() => PictureSet.Open(_folder.Path)).Code);
    }

    public void Dispose() => _folder.Dispose();

    private void Write(string name, Rgba32 hidden)
    {
        using var image = new Image<Rgba32>(4, 2, hidden);
        image[3, 1] = new Rgba32(10, 20, 30, 255);
        image.Save(_folder[name], new PngEncoder { ColorType = PngColorType.RgbWithAlpha, TransparentColorMode = PngTransparentColorMode.Preserve });
    }

    private void WriteBatch(string name, int pictures, int first)
    {
        var bytes = new List<byte>();
        for (var i = 0; i < pictures; i++)
        {
            bytes.Add((byte)(i % 10));
            for (var channel = 0; channel < 3; channel++)
            {
                bytes.AddRange(Enumerable.Repeat((byte)(first + i + channel), 1024));
            }
        }

        File.WriteAllBytes(_folder[name], [.. bytes]);
    }
}
