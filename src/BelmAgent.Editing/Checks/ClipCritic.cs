using BelmAgent.Diffusion.Devices;
using BelmAgent.Diffusion.Pipeline;
using BelmAgent.Diffusion.Vision;
using Microsoft.Extensions.Logging;

namespace BelmAgent.Editing.Checks;

/// <summary>
/// Judges edits of any picture with the CLIP in the model's folder (<see cref="ClipModel"/>): passed if the picture moved towards the
/// target prompt and away from the source prompt. Without a CLIP, or if CLIP does not distinguish the prompts, it gives no verdict.
/// </summary>
/// <remarks>
/// A picture moved if cos(after, target) − cos(after, source) exceeds that of the picture before by at least 0.01, and the directional
/// similarity cos(after − before, target − source) is at least 0.1 (Gal et al. 2022; Brooks et al. 2023). If the prompts differ by
/// 0.05 or more, the picture must also end closer to the target by 0.01. Loads CLIP on first use and owns it. Safe to share between
/// threads.
/// </remarks>
public sealed partial class ClipCritic : IEditCritic, IDisposable
{
    private readonly ILogger<ClipCritic> _logger;
    private readonly Lazy<ClipModel?> _clip;

    /// <summary>Creates a critic; nothing is loaded yet.</summary>
    /// <param name="loader">Provides the model's folder.</param>
    /// <param name="device">The device on which CLIP runs.</param>
    /// <param name="logger">Logs when CLIP cannot be used.</param>
    public ClipCritic(PipelineLoader loader, DeviceOptions device, ILogger<ClipCritic> logger)
    {
        ArgumentNullException.ThrowIfNull(loader);
        _logger = logger;
        _clip = new Lazy<ClipModel?>(() => Load(loader, device));
    }

    /// <inheritdoc/>
    public async ValueTask<EditCheck?> JudgeAsync(JudgedEdit edit, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(edit);
        return await Task.Run(() => Judge(edit, cancellationToken), cancellationToken);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_clip.IsValueCreated)
        {
            _clip.Value?.Dispose();
        }
    }

    private EditCheck? Judge(JudgedEdit edit, CancellationToken cancellationToken)
    {
        if (_clip.Value is not { } clip)
        {
            return null;
        }

        ClipScore score;
        try
        {
            score = ClipScore.Create(
                clip.EmbedText(edit.Plan.SourcePrompt, cancellationToken),
                clip.EmbedText(edit.Plan.TargetPrompt, cancellationToken),
                clip.EmbedImage(edit.Before, cancellationToken),
                clip.EmbedImage(edit.After, cancellationToken));
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
        {
            // Whatever the failure, an edit is not lost because it could not be judged.
            LogUnusable(e.Message);
            return null;
        }

        return score.Passed is { } passed
            ? new EditCheck { ShowsRequest = passed, Expected = edit.Plan.TargetPrompt, Reason = score.ToString(), By = "clip" }
            : null;
    }

    // Tried and reported once: a model that does not load now will not load for the next edit either.
    private ClipModel? Load(PipelineLoader loader, DeviceOptions device)
    {
        try
        {
            return ClipModel.Load(loader.Folder, device);
        }
        catch (Exception e)
        {
            LogUnusable(e.Message);
            return null;
        }
    }

    [LoggerMessage(LogLevel.Warning, "CLIP cannot judge edits: {Reason}")]
    private partial void LogUnusable(string reason);
}
