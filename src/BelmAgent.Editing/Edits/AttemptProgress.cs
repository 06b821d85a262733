namespace BelmAgent.Editing.Edits;

/// <summary>Passes progress on with the number of the attempt that it is of.</summary>
internal sealed class AttemptProgress(IProgress<EditProgress> progress, int number) : IProgress<EditProgress>
{
    public static AttemptProgress? Of(IProgress<EditProgress>? progress, int number) => progress is null ? null : new(progress, number);

    public void Report(EditProgress value) => progress.Report(value with { Attempt = number });
}
