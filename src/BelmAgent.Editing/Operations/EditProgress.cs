using BelmAgent.Editing.Checks;

namespace BelmAgent.Editing.Operations;

/// <summary>The progress of a long operation.</summary>
/// <param name="Stage">The current stage: encode, invert, edit, generate, reconstruct, check.</param>
/// <param name="Step">Finished steps of this stage.</param>
/// <param name="Steps">Total steps of this stage.</param>
/// <param name="Preview">
/// Creates a small RGB preview (8-bit, interleaved) of the current estimate on demand; null if there is none. Valid only while the
/// report is being handled.
/// </param>
public readonly record struct EditProgress(string Stage, int Step, int Steps, Func<Imaging.RgbImage>? Preview = null)
{
    /// <summary>Gets the number of the attempt, from 1.</summary>
    public int Attempt { get; init; } = 1;

    /// <summary>Gets an attempt that was just finished and judged; null in every other report. Its stage is <see cref="Checked"/>.</summary>
    public EditAttempt? Finished { get; init; }

    /// <summary>The stage of a report about a finished attempt.</summary>
    public const string Checked = "check";
}

/// <summary>Forwards progress with the number of its attempt.</summary>
internal sealed class AttemptProgress(IProgress<EditProgress> progress, int number) : IProgress<EditProgress>
{
    public static AttemptProgress? Create(IProgress<EditProgress>? progress, int number) => progress is null ? null : new(progress, number);

    public void Report(EditProgress value) => progress.Report(value with { Attempt = number });
}
