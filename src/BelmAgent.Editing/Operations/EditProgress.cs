using BelmAgent.Editing.Checks;

namespace BelmAgent.Editing.Operations;

/// <summary>How far a long operation is.</summary>
/// <param name="Stage">What is being done: encode, invert, edit, generate, reconstruct, check.</param>
/// <param name="Step">Steps of this stage that are done.</param>
/// <param name="Steps">Steps of this stage in all.</param>
/// <param name="Preview">Makes a small RGB preview (8-bit, interleaved) of the present estimate on demand; null where there is none.
/// Valid only while the report is being handled.</param>
public readonly record struct EditProgress(string Stage, int Step, int Steps, Func<Imaging.RgbImage>? Preview = null)
{
    /// <summary>Gets which attempt at an edit this is, from 1.</summary>
    public int Attempt { get; init; } = 1;

    /// <summary>Gets an attempt that was just finished and judged; null in every other report. Its stage is <see cref="Checked"/>.</summary>
    public EditAttempt? Finished { get; init; }

    /// <summary>The stage of a report that tells of a finished attempt.</summary>
    public const string Checked = "check";
}

/// <summary>Passes progress on with the number of the attempt that it is of.</summary>
internal sealed class AttemptProgress(IProgress<EditProgress> progress, int number) : IProgress<EditProgress>
{
    public static AttemptProgress? Of(IProgress<EditProgress>? progress, int number) => progress is null ? null : new(progress, number);

    public void Report(EditProgress value) => progress.Report(value with { Attempt = number });
}
