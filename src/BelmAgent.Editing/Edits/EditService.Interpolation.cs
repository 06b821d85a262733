using System.Diagnostics;
using BelmAgent.Editing.Inversions;
using BelmAgent.Editing.Library;
using BelmAgent.Editing.Sampling;
using BelmAgent.Sampling;

namespace BelmAgent.Editing.Edits;

/// <content>Pictures between two inversions.</content>
public sealed partial class EditService
{
    /// <inheritdoc/>
    public async Task<InterpolateResult> InterpolateAsync(InterpolateRequest request, IProgress<EditProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        if (request.Fraction is not (>= 0 and <= 1))
        {
            throw new LimitExceededException("fraction", request.Fraction, "0 to 1");
        }

        var (one, other) = (await LoadInversionAsync(request.Inversion, cancellationToken), await LoadInversionAsync(request.OtherInversion, cancellationToken));
        ThrowIfUnlike(one.Metadata, other.Metadata);
        using var lease = await AcquireAsync(cancellationToken);
        var pipeline = lease.Pipeline;
        var start = Stopwatch.GetTimestamp();
        var (first, last) = (Inverter.Restore(pipeline, one), Inverter.Restore(pipeline, other));
        var between = first with { State = SphericalInterpolation.Between(first.State, last.State, request.Fraction) };
        var shape = ShapeOf(one.Metadata);
        var (latent, evaluations) = await Task.Run(() => SampleBack(pipeline, between, shape, progress, cancellationToken, "interpolate"), cancellationToken);
        Remember(evaluations, start);
        var picture = await AddSampledAsync(
            pipeline, one.Metadata, latent, recipe => recipe with
            {
                Kind = PictureKind.Interpolated,
                OtherInversionId = LibraryIdOf(other.Metadata),
                Fraction = request.Fraction,
            },
            cancellationToken);
        return new InterpolateResult
        {
            Picture = picture,
            InversionId = one.Metadata.InversionId,
            OtherInversionId = other.Metadata.InversionId,
            Fraction = request.Fraction,
            Flagged = picture.Recipe.Flagged,
            UnetEvaluations = evaluations,
            Seconds = Since(start),
            Provider = pipeline.Provider,
        };
    }

    private async Task<InversionRecord> LoadInversionAsync(string inversion, CancellationToken cancellationToken)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(inversion);
        return LibraryId.IsValid(inversion, LibraryId.Inversion)
            ? await _inversions.LoadAsync(inversion, cancellationToken)
            : await InversionStore.LoadFileAsync(_paths.Resolve(inversion), cancellationToken);
    }

    private static void ThrowIfUnlike(InversionMetadata one, InversionMetadata other)
    {
        if (!one.LatentShape.SequenceEqual(other.LatentShape))
        {
            throw new InversionMismatchException(
                other.InversionId, InversionAspect.LatentShape, string.Join('×', other.LatentShape), string.Join('×', one.LatentShape));
        }

        if (one.Node != other.Node || !one.Grid.Equals(other.Grid))
        {
            throw new InversionMismatchException(
                other.InversionId, InversionAspect.Grid, $"node {other.Node} of {other.Steps} steps", $"node {one.Node} of {one.Steps}");
        }

        if ((one.Sampler, SamplerParameters.Of(one), one.FixedPoint, one.SourcePrompt, one.Guidance) != (other.Sampler, SamplerParameters.Of(other), other.FixedPoint, other.SourcePrompt, other.Guidance))
        {
            throw new LimitExceededException("other_inversion", other.InversionId, "one by the same sampler under the same prompt and guidance as the first");
        }
    }
}
