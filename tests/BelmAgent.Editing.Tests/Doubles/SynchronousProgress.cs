using BelmAgent.Editing.Operations;

namespace BelmAgent.Editing.Tests.Doubles;

/// <summary>Hands each report on at once, on the thread that makes it.</summary>
internal sealed class SynchronousProgress(Action<EditProgress> report) : IProgress<EditProgress>
{
    public void Report(EditProgress value) => report(value);
}
