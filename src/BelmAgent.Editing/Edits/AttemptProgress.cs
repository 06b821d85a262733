namespace BelmAgent.Editing.Edits;

/// <summary>Forwards progress with the number of its attempt.</summary>
internal sealed class AttemptProgress(IProgress<EditProgress> progress, int number) : IProgress<EditProgress>
{
    public static AttemptProgress? Of(IProgress<EditProgress>? progress, int number) => progress is null ? null : new(progress, number);

    public void Report(EditProgress value) => progress.Report(value with { Attempt = number });
}
