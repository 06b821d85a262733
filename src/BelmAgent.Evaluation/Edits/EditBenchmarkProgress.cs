namespace BelmAgent.Evaluation.Edits;

/// <summary>How far a benchmark is.</summary>
/// <param name="Done">Edits that are finished, earlier runs' included.</param>
/// <param name="Total">Edits in all.</param>
/// <param name="Last">The edit just finished; null before the first.</param>
/// <param name="Method">Name of its method.</param>
public readonly record struct EditBenchmarkProgress(int Done, int Total, EditRecord? Last, string? Method);
