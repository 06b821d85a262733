using BelmAgent.Diffusion.Pipeline;
using BelmAgent.Editing;
using BelmAgent.Editing.Library;
using BelmAgent.Editing.Plans;
using BelmAgent.Evaluation.Edits;
using BelmAgent.Imaging;
using BelmAgent.Imaging.Comparison;

namespace BelmAgent.Evaluation.Chains;

/// <summary>Edit upon edit of one picture, in several ways, and all the way back: does what nobody asked about stay?</summary>
/// <param name="operations">The domain; edits must be approved automatically.</param>
/// <param name="library">Where the pictures go.</param>
/// <param name="loader">Lends the model, for what the autoencoder makes of the first picture.</param>
/// <param name="plan">Plans a request on a caption.</param>
public sealed class ChainExperiment(ImageOperations operations, PictureLibrary library, PipelineLoader loader, Func<string, string, CancellationToken, Task<EditPlan>> plan)
{
    private const double Most = 99;

    /// <summary>Runs one chain.</summary>
    /// <param name="pair">Its source is the first picture; a thing stands on its left.</param>
    /// <param name="route">The way.</param>
    /// <param name="turns">How many edits, at least 1.</param>
    /// <param name="cancellationToken">Stops within one network call.</param>
    /// <returns>The measures of each turn, the pictures with the first in front, and whether undoing them all gave the first picture to the bit.</returns>
    public async Task<(IReadOnlyList<ChainTurn> Turns, IReadOnlyList<RgbImage> Pictures, bool CameBack)> RunAsync(
        EditPair pair, ChainRoute route, int turns, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(pair);
        ArgumentNullException.ThrowIfNull(route);
        var first = await library.AddAsync(pair.Source, new PictureRecipe { Kind = PictureKind.Imported, Caption = pair.SourceCaption }, cancellationToken);
        var file = await File.ReadAllBytesAsync(first.Path, cancellationToken);
        var reference = await ReturnAsync(pair.Source, cancellationToken);
        var (measured, pictures) = (new List<ChainTurn>(), new List<RgbImage> { pair.Source });
        var (current, caption) = (first.Id, pair.SourceCaption);
        foreach (var request in ChainRequests.For(pair.Attributes["color_left"], pair.Attributes["object_left"], turns))
        {
            var proposal = await operations.Editor.ProposeAsync(current, route.Of(await plan(request, caption, cancellationToken)), cancellationToken);
            var edited = await operations.Editor.EditAsync(proposal.Id, progress: null, cancellationToken);
            var picture = await library.ReadImageAsync(edited.ImageId, cancellationToken);
            measured.Add(new ChainTurn(
                route.Name, pair.Id, measured.Count + 1, Math.Min(ImageComparison.Psnr(reference, picture, RightHalf(picture)), Most), edited.Check.Passed == true, edited.UnetEvaluations));
            pictures.Add(picture);
            (current, caption) = (edited.ImageId, edited.Plan.TargetPrompt);
        }

        for (var turn = 0; turn < turns; turn++)
        {
            current = (await operations.Images.UndoAsync(current, cancellationToken)).Id;
        }

        var back = await File.ReadAllBytesAsync((await operations.Images.GetAsync(current, cancellationToken)).Path, cancellationToken);
        return (measured, pictures, current == first.Id && back.AsSpan().SequenceEqual(file));
    }

    private async Task<RgbImage> ReturnAsync(RgbImage image, CancellationToken cancellationToken)
    {
        using var lease = await loader.AcquireAsync(cancellationToken);
        var autoencoder = lease.Pipeline.Autoencoder;
        return autoencoder.Decode(autoencoder.Encode(image, cancellationToken), autoencoder.ShapeOf(image.Width, image.Height), cancellationToken);
    }

    private static ImageMask RightHalf(RgbImage image)
    {
        var inside = new bool[image.Width * image.Height];
        for (var i = 0; i < inside.Length; i++)
        {
            inside[i] = i % image.Width >= image.Width / 2;
        }

        return new ImageMask(image.Width, image.Height, inside);
    }
}
