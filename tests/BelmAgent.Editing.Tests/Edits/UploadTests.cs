using BelmAgent.Diffusion.Pipeline;
using BelmAgent.Editing.Audit;
using BelmAgent.Editing.Inversions;
using BelmAgent.Editing.Library;
using BelmAgent.Editing.Operations;
using BelmAgent.Editing.Plans;
using BelmAgent.Editing.Tests.Audit;
using BelmAgent.Editing.Tests.Doubles;
using BelmAgent.Imaging;
using BelmAgent.Imaging.Codecs;
using Microsoft.Extensions.DependencyInjection;

namespace BelmAgent.Editing.Tests.Edits;

/// <summary>Pictures are imported from streams and read as bytes.</summary>
public sealed class UploadTests : IDisposable
{
    private static readonly byte[] House = File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "samples", "house.png"));

    private readonly EditingHouse _house = new(configure: services =>
        services.Configure<EditingOptions>(options => (options.MaxImportMebibytes, options.MaxImportMegapixels) = (1, 2)));

    private ImageOperations Service => _house.Service;

    public void Dispose() => _house.Dispose();

    [Fact]
    public async Task A_stream_gives_the_same_picture_as_its_file_and_stays_open()
    {
        var file = Path.Combine(_house.Library, "house.png");
        await File.WriteAllBytesAsync(file, House);
        using var upload = new Upload(House);

        var fromStream = await Service.Images.ImportAsync(upload);
        var fromFile = await Service.Images.ImportAsync(file);

        Assert.Equal(await PixelsAsync(fromFile.Id), await PixelsAsync(fromStream.Id));
        Assert.Equal(PictureKind.Imported, fromStream.Recipe.Kind);
        Assert.Equal((fromFile.Width, fromFile.Height), (fromStream.Width, fromStream.Height));
        Assert.True(upload.CanRead);
    }

    [Fact]
    public async Task Bytes_come_out_as_the_library_has_them()
    {
        var picture = await Service.Images.ImportAsync(new Upload(House));

        await using var png = await Service.Images.OpenReadAsync(picture.Id);
        using var bytes = new MemoryStream();
        await png.CopyToAsync(bytes);

        Assert.Equal(await File.ReadAllBytesAsync(picture.Path), bytes.ToArray());
        Assert.Equal("image_not_found", (await Assert.ThrowsAsync<BelmException>(() => Service.Images.OpenReadAsync("img_000000000000000"))).Code);
        Assert.Equal("image_not_found", (await Assert.ThrowsAsync<BelmException>(() => Service.Images.OpenReadAsync("../house"))).Code);
    }

    [Fact]
    public async Task Bytes_come_out_without_the_recipe_when_it_is_not_wanted()
    {
        var picture = await Service.Images.ImportAsync(new Upload(House));

        await using var png = await Service.Images.OpenReadAsync(picture.Id, withRecipe: false);
        using var bytes = new MemoryStream();
        await png.CopyToAsync(bytes);

        using var library = File.OpenRead(picture.Path);
        Assert.NotEmpty(PngSummary.Read(library).Text);
        bytes.Position = 0;
        Assert.Empty(PngSummary.Read(bytes).Text);
        Assert.Equal(await PixelsAsync(picture.Id), ImageCodec.Decode(bytes.ToArray()).Pixels.ToArray());
        Assert.Equal("image_not_found", (await Assert.ThrowsAsync<BelmException>(() => Service.Images.OpenReadAsync("img_000000000000000", withRecipe: false))).Code);
    }

    [Fact]
    public async Task What_is_wrong_with_a_file_is_told_by_the_task()
    {
        var images = new Images(
            new OperationRunner(Audits.Open(_house.Library, enabled: false), new AuditOptions(), new TelemetryOptions(), new ListLogger<OperationRunner>()),
            new ModelAccess(_house.Get<PipelineLoader>()), _house.Get<PictureLibrary>(), _house.Get<InversionStore>(),
            _house.Get<PathGuard>(), new EditingOptions());
        var picture = await images.ImportAsync(new Upload(House));

        var import = images.ImportAsync("../house.png");
        var mask = images.ImportMaskAsync("../house.png", picture.Id);

        Assert.Equal("path_not_allowed", (await Assert.ThrowsAsync<BelmException>(() => import)).Code);
        Assert.Equal("path_not_allowed", (await Assert.ThrowsAsync<BelmException>(() => mask)).Code);
    }

    [Fact]
    public async Task A_mask_comes_from_a_stream_too()
    {
        var picture = await Service.Images.ImportAsync(new Upload(House));
        var white = ImageCodec.EncodePng(RgbImage.Filled(picture.Width, picture.Height, new RgbColor(255, 255, 255)));
        var small = ImageCodec.EncodePng(RgbImage.Filled(8, 8, new RgbColor(255, 255, 255)));

        var mask = await Service.Images.ImportMaskAsync(new Upload(white), picture.Id);

        Assert.Equal((PictureKind.Mask, picture.Id), (mask.Recipe.Kind, mask.ParentId));
        await Assert.ThrowsAsync<LimitExceededException>(() => Service.Images.ImportMaskAsync(new Upload(small), picture.Id));
    }

    [Fact]
    public async Task Too_large_a_picture_is_refused_by_its_header()
    {
        var large = ImageCodec.EncodePng(RgbImage.Filled(2000, 1001, new RgbColor(1, 2, 3)));

        var refused = await Assert.ThrowsAsync<BelmException>(() => Service.Images.ImportAsync(new Upload(large)));

        Assert.Equal("image_too_large", refused.Code);
        Assert.Contains("2000×1001", refused.Problem, StringComparison.Ordinal);
        Assert.Contains("2,000,000", refused.Problem, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_endless_stream_is_read_no_further_than_the_limit()
    {
        using var endless = new Upload(House) { IsEndless = true };

        Assert.Equal("image_too_large", (await Assert.ThrowsAsync<BelmException>(() => Service.Images.ImportAsync(endless))).Code);

        Assert.InRange(endless.Given, 1024 * 1024, 2 * 1024 * 1024);
    }

    [Fact]
    public async Task An_endless_stream_that_is_no_picture_is_left_after_its_first_bytes()
    {
        using var endless = new Upload("GIF89a and so on"u8.ToArray()) { IsEndless = true };

        Assert.Equal(ImageFault.UnknownFormat, (await Assert.ThrowsAsync<ImageFormatException>(() => Service.Images.ImportAsync(endless))).Fault);

        Assert.InRange(endless.Given, 1, 1000);
    }

    [Fact]
    public async Task What_is_no_picture_leaves_nothing_behind()
    {
        await Assert.ThrowsAsync<ImageFormatException>(() => Service.Images.ImportAsync(new Upload([])));
        await Assert.ThrowsAsync<ImageFormatException>(() => Service.Images.ImportAsync(new Upload("not a picture"u8.ToArray())));
        await Assert.ThrowsAsync<ImageFormatException>(() => Service.Images.ImportAsync(new Upload(House[..(House.Length / 2)])));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Service.Images.ImportAsync(new Upload(House), new CancellationToken(canceled: true)));

        Assert.Empty(await Service.Images.ListHistoryAsync());
    }

    [Fact]
    public async Task An_upload_is_written_down()
    {
        var picture = await Service.Images.ImportAsync(new Upload(House));

        var records = _house.Get<AuditLog>().Read(100).Records.Where(record => record.Function == "import_image").ToList();

        Assert.Equal([AuditOutcome.Started, AuditOutcome.Ok], records.Select(record => record.Outcome));
        Assert.Equal(picture.Id, records[^1].ImageId);
    }

    private async Task<byte[]> PixelsAsync(string id) => (await _house.Get<PictureLibrary>().ReadImageAsync(id)).Pixels.ToArray();

    /// <summary>Arrives in pieces, cannot seek, and never blocks, like the body of a request.</summary>
    private sealed class Upload(byte[] bytes) : Stream
    {
        private const int Piece = 1000;

        public bool IsEndless { get; init; }

        public long Given { get; private set; }

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            await Task.Yield();
            cancellationToken.ThrowIfCancellationRequested();
            var start = (int)(IsEndless ? Given % bytes.Length : Given);
            var count = Math.Min(Math.Min(Piece, buffer.Length), bytes.Length - start);
            bytes.AsMemory(start, count).CopyTo(buffer);
            Given += count;
            return count;
        }

        public override int Read(byte[] buffer, int offset, int count) => throw new InvalidOperationException("Synchronous operations are not allowed.");

        public override void Flush() => throw new NotSupportedException();

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}
