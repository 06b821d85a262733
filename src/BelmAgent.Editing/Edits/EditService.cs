using System.Diagnostics;
using BelmAgent.Diffusion.AttentionControl;
using BelmAgent.Diffusion.Pipeline;
using BelmAgent.Editing.Checks;
using BelmAgent.Editing.Inversions;
using BelmAgent.Editing.Library;
using BelmAgent.Editing.Plans;
using BelmAgent.Editing.Telemetry;
using BelmAgent.Imaging;
using BelmAgent.Imaging.Codecs;
using BelmAgent.Imaging.Resampling;

namespace BelmAgent.Editing.Edits;

/// <summary>The editing domain over one model and one library.</summary>
/// <remarks>Safe to share between threads: whoever uses the model has it alone until done.</remarks>
public sealed partial class EditService : IEditService
{
    // A describer always answers, so a picture must first be of its world: one that it is sure of, and that the autoencoder,
    // which knows no other, gives back well. Scenes come back at 31 dB, photographs near 16.
    private const double LeastConfidence = 0.6;
    private const double LeastAutoencoderPsnr = 25;

    // What comes back worse than this is edited all the same, and the person is told not to expect much.
    private const double LeastEditablePsnr = 20;

    private readonly PipelineLoader _loader;
    private readonly PictureLibrary _library;
    private readonly InversionStore _inversions;
    private readonly PathGuard _paths;
    private readonly IEditApprover _approver;
    private readonly IReadOnlyList<IEditCritic> _critics;
    private readonly TimeProvider _clock;
    private readonly EditingOptions _options;
    private readonly AttentionControlOptions _attention;
    private readonly TelemetryOptions _telemetry;
    private readonly LibraryId _ids;
    private readonly Inverter _inverter;
    private readonly ProposalStore _proposals = new();
    private double? _secondsPerEvaluation;

    /// <summary>Puts the domain together.</summary>
    /// <param name="loader">Lends the model.</param>
    /// <param name="library">Keeps the pictures.</param>
    /// <param name="inversions">Keeps the inversions.</param>
    /// <param name="paths">Says which paths may be read.</param>
    /// <param name="approver">Asked before an edit runs.</param>
    /// <param name="options">Defaults and limits.</param>
    /// <param name="attention">How attention control is put into the model.</param>
    /// <param name="ids">Names proposals.</param>
    /// <param name="clock">Dates inversions and approvals.</param>
    /// <param name="critics">Asked where the model's describer cannot tell. Null: nobody.</param>
    /// <param name="telemetry">What traces may show. Null: no words.</param>
    public EditService(
        PipelineLoader loader, PictureLibrary library, InversionStore inversions, PathGuard paths,
        IEditApprover approver, EditingOptions options, AttentionControlOptions attention, LibraryId ids, TimeProvider clock, IEnumerable<IEditCritic>? critics = null,
        TelemetryOptions? telemetry = null)
    {
        (_loader, _library, _inversions, _paths) = (loader, library, inversions, paths);
        (_approver, _options, _attention, _ids, _clock) = (approver, options, attention, ids, clock);
        _telemetry = telemetry ?? new TelemetryOptions();
        _critics = [.. critics ?? []];
        _inverter = new Inverter(inversions, options, clock);
    }

    private static double Since(long start) => Math.Round(Stopwatch.GetElapsedTime(start).TotalSeconds, 3);

    private async Task<PipelineLease> AcquireAsync(CancellationToken cancellationToken)
    {
        var start = Stopwatch.GetTimestamp();
        var lease = await _loader.AcquireAsync(cancellationToken);
        BelmMetrics.Waited(Stopwatch.GetElapsedTime(start));
        return lease;
    }

    private double Guidance(double? asked, double otherwise) =>
        _loader.Folder.TakesPrompts ? PlanResolver.Guidance(asked, otherwise) : PlanResolver.Unguided(asked);

    private void Remember(int evaluations, long start)
    {
        if (evaluations > 0)
        {
            _secondsPerEvaluation = Stopwatch.GetElapsedTime(start).TotalSeconds / evaluations;
        }
    }
}
