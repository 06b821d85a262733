using System.Text.Json.Serialization;
using BelmAgent.Diffusion.Pipeline;
using BelmAgent.Editing.Checks;
using BelmAgent.Editing.Edits;
using BelmAgent.Editing.Framing;
using BelmAgent.Editing.Inversions;
using BelmAgent.Editing.Library;
using BelmAgent.Editing.Operations;
using BelmAgent.Editing.Plans;
using BelmAgent.Imaging;
using BelmAgent.Imaging.Codecs;
using BelmAgent.Imaging.Comparison;

namespace BelmAgent.Editing;

/// <summary>The images of the library, as users see them: imported, opened, described, compared, and followed through their history.</summary>
/// <remarks>Safe to share between threads.</remarks>
public sealed class Images
{
    private readonly IOperationRunner _runner;
    private readonly ModelAccess _model;
    private readonly PictureLibrary _library;
    private readonly PictureThumbnails _thumbnails;
    private readonly ImageRemoval _removal;
    private readonly PathGuard _paths;
    private readonly EditingOptions _options;

    internal Images(
        IOperationRunner runner, ModelAccess model, PictureLibrary library, InversionStore inversions, PathGuard paths, EditingOptions options)
    {
        (_runner, _model, _library, _paths, _options) = (runner, model, library, paths, options);
        _thumbnails = new PictureThumbnails(library);
        _removal = new ImageRemoval(library, inversions, _thumbnails);
    }

    /// <summary>Imports an image file into the library, at its own size.</summary>
    /// <param name="path">A file under an allowed root.</param>
    /// <param name="cancellationToken">Stops the call.</param>
    /// <exception cref="BelmException"><c>path_not_allowed</c>: the file lies outside the allowed roots.</exception>
    public Task<Picture> ImportAsync(string path, CancellationToken cancellationToken = default) => _runner.RunAsync(
        new Operation("import_image", OperationKind.Change) { Arguments = [new("path", path, IsWords: true)] },
        async scope => await ImportAsync(await ReadFileAsync(path, scope.CancellationToken), scope),
        cancellationToken: cancellationToken);

    /// <summary>Imports an image from a stream, such as an upload, into the library, at its own size.</summary>
    /// <param name="content">A PNG, JPEG or WebP image. Read to its end without blocking; it need not seek, and stays open.</param>
    /// <param name="cancellationToken">Stops the call.</param>
    /// <exception cref="ImageFormatException">The bytes are empty, not an image, cut off or damaged.</exception>
    /// <exception cref="BelmException"><c>image_too_large</c>: 
    /// The image is beyond <see cref="EditingOptions.MaxImportMebibytes"/> or <see cref="EditingOptions.MaxImportMegapixels"/>, which
    /// are checked before its pixels are decoded.
    /// </exception>
    public Task<Picture> ImportAsync(Stream content, CancellationToken cancellationToken = default) => _runner.RunAsync(
        new Operation("import_image", OperationKind.Change) { Content = content },
        async scope => await ImportAsync(await ReadAsync(content, scope.CancellationToken), scope),
        cancellationToken: cancellationToken);

    /// <summary>Imports a mask file into the library: white where an image may change, black where it stays.</summary>
    /// <param name="path">A file under an allowed root, of the image's size.</param>
    /// <param name="imageId">The image that it masks.</param>
    /// <param name="cancellationToken">Stops the call.</param>
    /// <returns>The mask, whose id goes into <c>DirectInversionSetting.MaskId</c>.</returns>
    /// <exception cref="LimitExceededException">It has another size, or no white.</exception>
    public Task<Picture> ImportMaskAsync(string path, string imageId, CancellationToken cancellationToken = default) => _runner.RunAsync(
        new Operation("import_mask", OperationKind.Change) { Arguments = [new("path", path, IsWords: true), new("image_id", imageId)] },
        scope => ImportMaskAsync(() => ReadFileAsync(path, scope.CancellationToken), imageId, scope),
        cancellationToken: cancellationToken);

    /// <summary>Imports a mask from a stream into the library: white where an image may change, black where it stays.</summary>
    /// <param name="content">An image of the image's size. Read to its end; it stays open.</param>
    /// <param name="imageId">The image that it masks.</param>
    /// <param name="cancellationToken">Stops the call.</param>
    /// <returns>The mask, whose id goes into <c>DirectInversionSetting.MaskId</c> or <c>plan_edit</c>'s <c>mask_id</c>.</returns>
    /// <exception cref="ImageFormatException">The bytes are empty, not an image, cut off or damaged.</exception>
    /// <exception cref="BelmException"><c>image_too_large</c>: the mask is beyond the limits of imported images.</exception>
    /// <exception cref="LimitExceededException">It has another size, or no white.</exception>
    public Task<Picture> ImportMaskAsync(Stream content, string imageId, CancellationToken cancellationToken = default) => _runner.RunAsync(
        new Operation("import_mask", OperationKind.Change) { Arguments = [new("image_id", imageId)], Content = content },
        scope => ImportMaskAsync(() => ReadAsync(content, scope.CancellationToken), imageId, scope),
        cancellationToken: cancellationToken);

    /// <summary>Finds an image by its id.</summary>
    /// <param name="imageId">The id.</param>
    /// <param name="cancellationToken">Stops the call.</param>
    /// <exception cref="BelmException"><c>image_not_found</c>: there is no such image.</exception>
    public Task<Picture> GetAsync(string imageId, CancellationToken cancellationToken = default) => _runner.RunAsync(
        new Operation("get_image", OperationKind.Find) { Arguments = [new("image_id", imageId)] },
        scope => _library.GetAsync(imageId, scope.CancellationToken),
        cancellationToken: cancellationToken);

    /// <summary>Opens an image for reading, as PNG.</summary>
    /// <param name="imageId">The image.</param>
    /// <param name="withRecipe">
    /// Whether the PNG carries the image's recipe as text, prompts included: the library's file as it is. False, for users who must not
    /// read them: the image encoded anew, in its colour profile, without any text. Default: true.
    /// </param>
    /// <param name="cancellationToken">Stops the call.</param>
    /// <returns>The bytes, for the caller to dispose of.</returns>
    /// <exception cref="BelmException"><c>image_not_found</c>: there is no such image.</exception>
    public Task<Stream> OpenReadAsync(string imageId, bool withRecipe = true, CancellationToken cancellationToken = default) => _runner.RunAsync(
        new Operation("open_image", OperationKind.Find) { Arguments = [new("image_id", imageId), new("with_recipe", withRecipe)] },
        scope => _library.OpenReadAsync(imageId, withRecipe, scope.CancellationToken),
        cancellationToken: cancellationToken);

    /// <summary>Describes what an image shows: by the model's describer, else by the recipe's caption.</summary>
    /// <param name="imageId">The image.</param>
    /// <param name="cancellationToken">Stops the call.</param>
    /// <returns>The description; its caption is null when nothing on this machine can tell.</returns>
    /// <exception cref="BelmException"><c>image_not_found</c>: there is no such image.</exception>
    public Task<PictureDescription> DescribeAsync(string imageId, CancellationToken cancellationToken = default) => _runner.RunAsync(
        new Operation("describe_image", OperationKind.Read) { Arguments = [new("image_id", imageId, Tag: BelmTags.ImageId)], Span = "describe" },
        async scope => await DescribeAsync(await _library.GetAsync(imageId, scope.CancellationToken), scope.CancellationToken),
        cancellationToken: cancellationToken);

    /// <summary>
    /// Gets the caption that an edit of an image is planned on: for an edited image its merged target prompt, all that was asked so far; for
    /// any other what it shows.
    /// </summary>
    /// <param name="imageId">The image.</param>
    /// <param name="cancellationToken">Stops the call.</param>
    /// <returns>The caption; null when nothing on this machine can tell.</returns>
    /// <exception cref="BelmException"><c>image_not_found</c>: there is no such image.</exception>
    public Task<string?> GetCaptionAsync(string imageId, CancellationToken cancellationToken = default) => _runner.RunAsync(
        new Operation("get_caption", OperationKind.Read) { Arguments = [new("image_id", imageId, Tag: BelmTags.ImageId)], Span = "describe" },
        async scope =>
        {
            var picture = await _library.GetAsync(imageId, scope.CancellationToken);
            return picture.Recipe is { Kind: PictureKind.Edited, Caption: { } merged } ? merged : (await DescribeAsync(picture, scope.CancellationToken)).Caption;
        },
        cancellationToken: cancellationToken);

    /// <summary>Measures how two images of the same size differ.</summary>
    /// <param name="imageId">The first image.</param>
    /// <param name="otherImageId">The second image.</param>
    /// <param name="cancellationToken">Stops the call.</param>
    /// <exception cref="BelmException"><c>image_not_found</c>: there is no such image.</exception>
    /// <exception cref="LimitExceededException">They differ in size.</exception>
    public Task<PictureComparison> CompareAsync(string imageId, string otherImageId, CancellationToken cancellationToken = default) => _runner.RunAsync(
        new Operation("compare_images", OperationKind.Read) { Arguments = [new("image_id", imageId), new("other_image_id", otherImageId)] },
        async scope =>
        {
            var one = await _library.ReadImageAsync(imageId, scope.CancellationToken);
            var other = await _library.ReadImageAsync(otherImageId, scope.CancellationToken);
            return one.Width == other.Width && one.Height == other.Height
                ? PictureMeasures.Compare(one, other)
                : throw new LimitExceededException("other_image_id", otherImageId, $"an image of {one.Width}×{one.Height}, like the first");
        },
        cancellationToken: cancellationToken);

    /// <summary>Lists images, newest first: all of them, or the lineage of one.</summary>
    /// <param name="imageId">An image whose ancestors and descendants are wanted; null for all.</param>
    /// <param name="limit">The most images, 1 to 1000. Default: 50.</param>
    /// <param name="cancellationToken">Stops the call.</param>
    /// <exception cref="BelmException"><c>image_not_found</c>: there is no such image.</exception>
    /// <exception cref="LimitExceededException"><paramref name="limit"/> is out of range.</exception>
    public Task<IReadOnlyList<Picture>> ListHistoryAsync(string? imageId = null, int limit = 50, CancellationToken cancellationToken = default) => _runner.RunAsync(
        new Operation("list_history", OperationKind.Read) { Arguments = [new("image_id", imageId), new("limit", limit)] },
        scope => ListHistoryAsync(imageId, limit, scope),
        cancellationToken: cancellationToken);

    /// <summary>Lists a page of images, newest first, without masks.</summary>
    /// <param name="query">Which images.</param>
    /// <param name="cancellationToken">Stops the call.</param>
    /// <exception cref="LimitExceededException">The page's size is out of range.</exception>
    public Task<ImagePage> ListPageAsync(ImageQuery query, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(query);
        return _runner.RunAsync(
            new Operation("list_images", OperationKind.Find),
            scope => Task.FromResult(query.Run(_library, scope.CancellationToken)),
            cancellationToken: cancellationToken);
    }

    /// <summary>Returns an image's thumbnail as WebP.</summary>
    /// <param name="imageId">The image.</param>
    /// <param name="size">The longer edge in pixels: 128, 256 or 512.</param>
    /// <param name="cancellationToken">Stops the call.</param>
    /// <exception cref="BelmException"><c>image_not_found</c>: there is no such image.</exception>
    /// <exception cref="LimitExceededException">The size is another one.</exception>
    public Task<byte[]> GetThumbnailAsync(string imageId, int size = 256, CancellationToken cancellationToken = default) => _runner.RunAsync(
        new Operation("get_thumbnail", OperationKind.Find) { Arguments = [new("image_id", imageId), new("size", size)] },
        scope => PictureThumbnails.Sizes.Contains(size)
            ? Task.Run(() => _thumbnails.GetAsync(imageId, size, scope.CancellationToken), scope.CancellationToken)
            : throw new LimitExceededException("size", size, string.Join(", ", PictureThumbnails.Sizes)),
        cancellationToken: cancellationToken);

    /// <summary>Deletes an image for good, with its masks, inversions and thumbnails. The audit keeps that it happened.</summary>
    /// <param name="imageId">The image.</param>
    /// <param name="withDescendants">Whether the images that were made from it are deleted too. Default: false.</param>
    /// <param name="cancellationToken">Stops the call before anything is deleted.</param>
    /// <returns>The ids of the deleted images and masks.</returns>
    /// <exception cref="BelmException"><c>image_not_found</c>: there is no such image.</exception>
    /// <exception cref="BelmException"><c>has_descendants</c>: images were made from it, and they are not to be deleted.</exception>
    public Task<IReadOnlyList<string>> ForgetAsync(string imageId, bool withDescendants = false, CancellationToken cancellationToken = default) => _runner.RunAsync(
        new Operation("forget_image", OperationKind.Change) { Arguments = [new("image_id", imageId), new("with_descendants", withDescendants)] },
        async scope =>
        {
            var deleted = await _removal.RemoveAsync(imageId, withDescendants, scope.CancellationToken);
            scope.AddImage(imageId);
            return deleted;
        },
        cancellationToken: cancellationToken);

    /// <summary>Finds the image before an edit: the one that it was made from, or whose place it took. Nothing is deleted.</summary>
    /// <param name="imageId">An edited image.</param>
    /// <param name="cancellationToken">Stops the call.</param>
    /// <returns>The image before.</returns>
    /// <exception cref="BelmException"><c>image_not_found</c>: there is no such image.</exception>
    /// <exception cref="BelmException"><c>nothing_to_undo</c>: it is the first of its line.</exception>
    public Task<Picture> UndoAsync(string imageId, CancellationToken cancellationToken = default) => _runner.RunAsync(
        new Operation("undo_edit", OperationKind.Read) { Arguments = [new("image_id", imageId)] },
        async scope =>
        {
            var picture = await _library.GetAsync(imageId, scope.CancellationToken);
            var before = await _library.GetAsync(picture.PreviousId ?? throw EditErrors.NothingToUndo(imageId), scope.CancellationToken);
            scope.AddImage(before.Id);
            return before;
        },
        cancellationToken: cancellationToken);

    /// <summary>Returns whether an image is one that another was made from, over any number of edits.</summary>
    /// <param name="earlierId">The image that may have come before.</param>
    /// <param name="imageId">The other.</param>
    /// <param name="cancellationToken">Stops the call.</param>
    /// <returns>False also where a file on the way is missing.</returns>
    public async Task<bool> IsBeforeAsync(string earlierId, string imageId, CancellationToken cancellationToken = default)
    {
        var seen = new HashSet<string>();
        try
        {
            for (var at = await GetAsync(imageId, cancellationToken); at.PreviousId is { } previous && seen.Add(previous); at = await GetAsync(previous, cancellationToken))
            {
                if (previous == earlierId)
                {
                    return true;
                }
            }
        }
        catch (BelmException e) when (e.Kind == ErrorKind.NotFound)
        {
            // What came before the gap cannot be known.
        }

        return false;
    }

    // Files are decoded as they are read, which takes a while: not on the caller's thread.
    private Task<RgbImage> ReadFileAsync(string path, CancellationToken cancellationToken) =>
        Task.Run(() => ImageCodec.ReadFile(_paths.Resolve(path), _options.ImportLimits, cancellationToken), cancellationToken);

    private Task<RgbImage> ReadAsync(Stream content, CancellationToken cancellationToken) =>
        ImageCodec.ReadAsync(content, _options.ImportLimits, cancellationToken: cancellationToken);

    private async Task<Picture> ImportAsync(RgbImage image, OperationScope scope)
    {
        // A missing model is told now, before anybody plans with the image.
        using (await _model.AcquireAsync(scope.CancellationToken))
        {
            return await AddAsync(image, new PictureRecipe { Kind = PictureKind.Imported, SourceBits = image.SourceBits > 8 ? image.SourceBits : null, AppVersion = AppVersion.Current }, scope);
        }
    }

    private async Task<Picture> ImportMaskAsync(Func<Task<RgbImage>> read, string imageId, OperationScope scope)
    {
        var picture = await _library.GetAsync(imageId, scope.CancellationToken);
        var image = await read();
        if ((image.Width, image.Height) != (picture.Width, picture.Height))
        {
            throw new LimitExceededException("mask", $"an image of {image.Width}×{image.Height}", $"one of {picture.Width}×{picture.Height}, the size of the image");
        }

        return EditMask.Read(image).Count == 0
            ? throw new LimitExceededException("mask", "an image without white", "one that is white where the image may change")
            : await AddAsync(image, new PictureRecipe { Kind = PictureKind.Mask, ParentId = imageId, AppVersion = AppVersion.Current }, scope);
    }

    private async Task<Picture> AddAsync(RgbImage image, PictureRecipe recipe, OperationScope scope)
    {
        var picture = await _library.AddAsync(image, recipe, scope.CancellationToken);
        scope.AddImage(picture.Id);
        return picture;
    }

    private async Task<PictureDescription> DescribeAsync(Picture picture, CancellationToken cancellationToken)
    {
        var image = await _library.ReadImageAsync(picture.Id, cancellationToken);
        using var lease = await _model.AcquireAsync(cancellationToken);
        image = FrameChoice.Whole(lease.Pipeline, image.Width, image.Height).View(image);
        if (lease.Pipeline.Describer is { } describer && describer.Describe(image, cancellationToken) is { } seen)
        {
            var confidence = seen.Confidences.Values.Min();
            if (confidence >= EditChecker.MinConfidence && EditChecker.Knows(describer.Grammar, seen, AutoencoderPsnr(lease.Pipeline, image, cancellationToken)))
            {
                return new PictureDescription { ImageId = picture.Id, Caption = seen.Caption, Confidence = confidence };
            }
        }

        return new PictureDescription { ImageId = picture.Id, Caption = picture.Recipe.Caption };
    }

    private async Task<IReadOnlyList<Picture>> ListHistoryAsync(string? imageId, int limit, OperationScope scope)
    {
        if (limit is < 1 or > 1000)
        {
            throw new LimitExceededException("limit", limit, "1 to 1000");
        }

        var pictures = imageId is null ? await _library.ListAsync(scope.CancellationToken) : await _library.GetLineageAsync(imageId, scope.CancellationToken);
        return [.. pictures.Where(picture => picture.Recipe.Kind != PictureKind.Mask).Take(limit)];
    }

    private static double AutoencoderPsnr(DiffusionPipeline pipeline, RgbImage image, CancellationToken cancellationToken)
    {
        var autoencoder = pipeline.Autoencoder;
        return ImageComparison.Psnr(
            image, autoencoder.Decode(autoencoder.Encode(image, cancellationToken), autoencoder.ShapeOf(image.Width, image.Height), cancellationToken));
    }
}

/// <summary>A description of a picture.</summary>
public sealed record PictureDescription
{
    /// <summary>Gets the picture.</summary>
    [JsonPropertyName("image_id")]
    public required string ImageId { get; init; }

    /// <summary>Gets what it shows; null if this cannot be determined.</summary>
    [JsonPropertyName("caption")]
    public string? Caption { get; init; }

    /// <summary>Gets the describer's lowest confidence over its attributes, 0 to 1; null if the caption is not the describer's.</summary>
    [JsonPropertyName("confidence")]
    public double? Confidence { get; init; }
}
