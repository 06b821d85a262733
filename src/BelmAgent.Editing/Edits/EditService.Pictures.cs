using BelmAgent.Diffusion.Pipeline;
using BelmAgent.Editing.Checks;
using BelmAgent.Editing.Library;
using BelmAgent.Editing.Sessions;
using BelmAgent.Imaging;
using BelmAgent.Imaging.Codecs;
using BelmAgent.Imaging.Comparison;
using BelmAgent.Imaging.Resampling;

namespace BelmAgent.Editing.Edits;

/// <content>Pictures in, and what can be said of them.</content>
public sealed partial class EditService
{
    /// <inheritdoc/>
    public async Task<Picture> ImportAsync(string path, CancellationToken cancellationToken = default) =>
        await ImportAsync(await ReadFileAsync(path, cancellationToken), cancellationToken);

    /// <inheritdoc/>
    public async Task<Picture> ImportAsync(Stream content, CancellationToken cancellationToken = default) =>
        await ImportAsync(await ImageCodec.ReadAsync(content, _options.ImportLimits, cancellationToken: cancellationToken), cancellationToken);

    /// <inheritdoc/>
    public Task<Picture> ImportMaskAsync(string path, string imageId, CancellationToken cancellationToken = default) =>
        ImportMaskAsync(() => ReadFileAsync(path, cancellationToken), imageId, cancellationToken);

    /// <inheritdoc/>
    public Task<Picture> ImportMaskAsync(Stream content, string imageId, CancellationToken cancellationToken = default) =>
        ImportMaskAsync(() => ImageCodec.ReadAsync(content, _options.ImportLimits, cancellationToken: cancellationToken), imageId, cancellationToken);

    /// <inheritdoc/>
    public Task<Stream> OpenReadAsync(string imageId, bool withRecipe = true, CancellationToken cancellationToken = default) =>
        _library.OpenReadAsync(imageId, withRecipe, cancellationToken);

    /// <inheritdoc/>
    public Task<Picture> GetAsync(string imageId, CancellationToken cancellationToken = default) => _library.GetAsync(imageId, cancellationToken);

    /// <inheritdoc/>
    public async Task<PictureDescription> DescribeAsync(string imageId, CancellationToken cancellationToken = default)
    {
        var picture = await _library.GetAsync(imageId, cancellationToken);
        var image = await _library.ReadImageAsync(imageId, cancellationToken);
        using var lease = await AcquireAsync(cancellationToken);
        if (lease.Pipeline.Describer?.Describe(image, cancellationToken) is { } seen)
        {
            var confidence = seen.Confidences.Values.Min();
            if (confidence >= LeastConfidence && AutoencoderPsnr(lease.Pipeline, image, cancellationToken) >= LeastAutoencoderPsnr)
            {
                return new PictureDescription { ImageId = imageId, Caption = seen.Caption, Confidence = confidence };
            }
        }

        return new PictureDescription { ImageId = imageId, Caption = picture.Recipe.Caption };
    }

    /// <inheritdoc/>
    public async Task<string?> GetCaptionAsync(string imageId, CancellationToken cancellationToken = default) =>
        (await _library.GetAsync(imageId, cancellationToken)).Recipe is { Kind: PictureKind.Edited, Caption: { } merged }
            ? merged
            : (await DescribeAsync(imageId, cancellationToken)).Caption;

    /// <inheritdoc/>
    public async Task<PictureComparison> CompareAsync(string imageId, string otherImageId, CancellationToken cancellationToken = default)
    {
        var one = await _library.ReadImageAsync(imageId, cancellationToken);
        var other = await _library.ReadImageAsync(otherImageId, cancellationToken);
        return one.Width == other.Width && one.Height == other.Height
            ? PictureMeasures.Compare(one, other)
            : throw new LimitExceededException("other_image_id", otherImageId, $"a picture of {one.Width}×{one.Height}, as the first is");
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<Picture>> ListHistoryAsync(string? imageId = null, int limit = 50, CancellationToken cancellationToken = default)
    {
        if (limit is < 1 or > 1000)
        {
            throw new LimitExceededException("limit", limit, "1 to 1000");
        }

        var pictures = imageId is null
            ? await _library.ListAsync(cancellationToken)
            : await _library.GetLineageAsync(imageId, cancellationToken);
        return [.. pictures.Where(picture => picture.Recipe.Kind != PictureKind.Mask).Take(limit)];
    }

    /// <inheritdoc/>
    public async Task<Picture> UndoAsync(string imageId, CancellationToken cancellationToken = default)
    {
        var picture = await _library.GetAsync(imageId, cancellationToken);
        return PictureLineage.Before(picture) is { } before
            ? await _library.GetAsync(before, cancellationToken)
            : throw EditErrors.NothingToUndo(imageId);
    }

    // Files are decoded as they are read, which takes a while: not on the caller's thread.
    private Task<RgbImage> ReadFileAsync(string path, CancellationToken cancellationToken) =>
        Task.Run(() => ImageCodec.ReadFile(_paths.Resolve(path), _options.ImportLimits, cancellationToken), cancellationToken);

    private async Task<Picture> ImportAsync(RgbImage image, CancellationToken cancellationToken)
    {
        int width, height;
        using (var lease = await AcquireAsync(cancellationToken))
        {
            (width, height) = (lease.Pipeline.NativeWidth, lease.Pipeline.NativeHeight);
        }

        var fitted = ImageResize.To(image, width, height, ImageFit.CenterCrop).Image;
        return await _library.AddAsync(fitted, new PictureRecipe { Kind = PictureKind.Imported, FileSize = [image.Width, image.Height], AppVersion = AppVersion.Current }, cancellationToken);
    }

    private async Task<Picture> ImportMaskAsync(Func<Task<RgbImage>> read, string imageId, CancellationToken cancellationToken)
    {
        var picture = await _library.GetAsync(imageId, cancellationToken);
        var mask = await read();
        var isOfFile = picture.Recipe.FileSize is [var width, var height] && (mask.Width, mask.Height) == (width, height);
        if (!isOfFile && (mask.Width, mask.Height) != (picture.Width, picture.Height))
        {
            var file = picture.Recipe.FileSize is [var w, var h] && (w, h) != (picture.Width, picture.Height) ? $" or {w}×{h}" : "";
            throw new LimitExceededException("mask", $"a picture of {mask.Width}×{mask.Height}", $"one of {picture.Width}×{picture.Height}{file}, the size of what it masks");
        }

        var fitted = ImageResize.To(mask, picture.Width, picture.Height, ImageFit.CenterCrop).Image;
        return EditMask.IsEmpty(fitted)
            ? throw new LimitExceededException("mask", "a picture without white", "one that is white where the picture may change")
            : await _library.AddAsync(fitted, new PictureRecipe { Kind = PictureKind.Mask, ParentId = imageId, AppVersion = AppVersion.Current }, cancellationToken);
    }

    private static double AutoencoderPsnr(DiffusionPipeline pipeline, RgbImage image, CancellationToken cancellationToken)
    {
        var autoencoder = pipeline.Autoencoder;
        return ImageComparison.Psnr(
            image, autoencoder.Decode(autoencoder.Encode(image, cancellationToken), autoencoder.ShapeOf(image.Width, image.Height), cancellationToken));
    }
}
