namespace BelmAgent.Evaluation.Edits;

/// <summary>The progress of a benchmark.</summary>
/// <param name="Done">Finished edits, including those of earlier runs.</param>
/// <param name="Total">Total number of edits.</param>
/// <param name="Last">The edit just finished; null before the first.</param>
/// <param name="Method">Name of its method.</param>
public readonly record struct EditBenchmarkProgress(int Done, int Total, EditRecord? Last, string? Method);
