using BelmAgent.Editing;
using BelmAgent.Editing.Library;
using BelmAgent.Editing.Plans;
using BelmAgent.Evaluation.Edits;
using BelmAgent.Imaging;
using BelmAgent.Imaging.Comparison;

namespace BelmAgent.Evaluation.Chains;

/// <summary>Edits a picture repeatedly, in several ways, and goes all the way back: is everything preserved that was not to change?</summary>
/// <param name="operations">The editing service; edits must be approved automatically.</param>
/// <param name="library">The library for the pictures.</param>
/// <param name="plan">Plans a request for a caption.</param>
public sealed class ChainExperiment(ImageOperations operations, PictureLibrary library, Func<string, string, CancellationToken, Task<EditPlan>> plan)
{
    private const double MaxPsnr = 99;

    /// <summary>Runs one chain.</summary>
    /// <param name="pair">Its source is the first picture; there is an object on its left.</param>
    /// <param name="route">The route.</param>
    /// <param name="turns">Number of edits, at least 1.</param>
    /// <param name="cancellationToken">Cancels within one network call.</param>
    /// <returns>
    /// The measures of each turn, the pictures starting with the first, and whether undoing all edits restored the first picture bit
    /// for bit.
    /// </returns>
    public async Task<(IReadOnlyList<ChainTurn> Turns, IReadOnlyList<RgbImage> Pictures, bool CameBack)> RunAsync(
        EditPair pair, ChainRoute route, int turns, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(pair);
        ArgumentNullException.ThrowIfNull(route);
        var source = pair.Source ?? throw new ArgumentException($"The source of '{pair.Id}' is still to be generated.", nameof(pair));
        var first = await library.AddAsync(source, new PictureRecipe { Kind = PictureKind.Imported, Caption = pair.SourceCaption }, cancellationToken);
        var file = await File.ReadAllBytesAsync(first.Path, cancellationToken);
        var (measured, pictures) = (new List<ChainTurn>(), new List<RgbImage> { source });
        var (current, caption) = (first.Id, pair.SourceCaption);
        foreach (var request in ChainRequests.For(pair.Attributes["color_left"], pair.Attributes["object_left"], turns))
        {
            var proposal = await operations.Editor.ProposeAsync(current, route.Of(await plan(request, caption, cancellationToken)), cancellationToken);
            var edited = await operations.Editor.EditAsync(proposal.Id, progress: null, cancellationToken);
            var picture = await library.ReadImageAsync(edited.ImageId, cancellationToken);
            measured.Add(new ChainTurn(
                route.Name, pair.Id, measured.Count + 1, Math.Min(ImageComparison.Psnr(source, picture, RightHalf(picture)), MaxPsnr), edited.Check.ShowsRequest == true, edited.UnetEvaluations));
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
