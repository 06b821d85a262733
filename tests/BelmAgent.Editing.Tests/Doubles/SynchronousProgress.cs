using BelmAgent.Editing.Operations;

namespace BelmAgent.Editing.Tests.Doubles;

/// <summary>Forwards each report immediately, on the reporting thread.</summary>
internal sealed class SynchronousProgress(Action<EditProgress> report) : IProgress<EditProgress>
{
    public void Report(EditProgress value) => report(value);
}
