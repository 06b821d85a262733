namespace BelmAgent.Evaluation.Edits;

/// <summary>Counts finished edits and reports progress, one at a time.</summary>
internal sealed class EditTally
{
    private readonly Lock _gate = new();
    private readonly IProgress<EditBenchmarkProgress>? _progress;
    private readonly int _total;
    private readonly HashSet<(string Pair, EditMethod Method)> _done;

    public EditTally(IReadOnlyList<EditPair> pairs, IReadOnlyList<EditMethod> methods, EditResults results, IProgress<EditBenchmarkProgress>? progress)
    {
        (_progress, _total) = (progress, pairs.Count * methods.Count);
        _done = [.. from pair in pairs from method in methods where results.Find(pair, method) is not null select (pair.Id, method.Canonical())];
        progress?.Report(new EditBenchmarkProgress(_done.Count, _total, null, null));
    }

    public void Finish(EditRecord record, EditMethod method)
    {
        lock (_gate)
        {
            _done.Add((record.Pair, record.Method));
            _progress?.Report(new EditBenchmarkProgress(_done.Count, _total, record, method.Name));
        }
    }
}
