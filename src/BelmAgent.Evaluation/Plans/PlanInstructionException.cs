namespace BelmAgent.Evaluation.Plans;

/// <summary>A list of instructions cannot be read.</summary>
/// <param name="path">The file.</param>
/// <param name="line">The line, from 1; 0 when it is the file as a whole.</param>
/// <param name="problem">What is wrong with it, in one sentence.</param>
/// <param name="innerException">What was thrown below.</param>
public sealed class PlanInstructionException(string path, int line, string problem, Exception? innerException = null)
    : Exception(line == 0 ? $"{path}: {problem}" : $"{path}, line {line}: {problem}", innerException)
{
    /// <summary>The file.</summary>
    public string Path { get; } = path;

    /// <summary>The line, from 1; 0 when it is the file as a whole.</summary>
    public int Line { get; } = line;

    /// <summary>What is wrong with it.</summary>
    public string Problem { get; } = problem;
}
