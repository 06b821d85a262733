using BelmAgent.Evaluation.Tables;

namespace BelmAgent.Evaluation.Edits;

/// <summary>
/// The results of a benchmark in their folder: <c>run.json</c>, and <c>results.jsonl</c> with one finished edit per line. An
/// interrupted run loses only the current edit; the next one resumes from there.
/// </summary>
/// <remarks>Safe to share between threads. A folder can be open in only one process at a time.</remarks>
public sealed class EditResults : IDisposable
{
    private readonly Lock _gate = new();
    private readonly List<EditRecord> _records;
    private readonly Dictionary<(string Pair, EditMethod Method), EditRecord> _known = [];
    private readonly FileStream _file;

    private EditResults(string folder, EditResultsHead head, List<EditRecord> records, FileStream file)
    {
        (Folder, Head, _records, _file) = (folder, head, records, file);
        records.ForEach(record => _known[(record.Pair, record.Method)] = record);
    }

    /// <summary>Gets the folder.</summary>
    public string Folder { get; }

    /// <summary>Gets what all results have in common.</summary>
    public EditResultsHead Head { get; }

    /// <summary>Gets the finished edits, in the order in which they were finished.</summary>
    public IReadOnlyList<EditRecord> Records
    {
        get
        {
            lock (_gate)
            {
                return [.. _records];
            }
        }
    }

    /// <summary>Reads the head of an earlier run in a folder.</summary>
    /// <param name="folder">The folder; it need not exist.</param>
    /// <returns>Its head; null if there is none.</returns>
    /// <exception cref="BelmException"><c>other_results</c>: the file cannot be read.</exception>
    public static EditResultsHead? ReadHead(string folder) => RunHead.Read<EditResultsHead>(folder);

    /// <summary>Opens or creates a folder.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="head">The common properties of the new results.</param>
    /// <exception cref="BelmException"><c>other_results</c>: the folder contains results of another set, model, prompts or limits, or they are damaged.</exception>
    /// <exception cref="IOException">The folder is not writable, or another process has opened it.</exception>
    public static EditResults Open(string folder, EditResultsHead head)
    {
        ArgumentNullException.ThrowIfNull(head);
        RunHead.Open(folder, head, known => Difference(known, head));
        var file = new FileStream(Path.Combine(folder, "results.jsonl"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        try
        {
            return new EditResults(folder, head, RecordFile<EditRecord>.Read(file), file);
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <summary>Returns the finished edit of a pair by a method; null if there is none yet.</summary>
    /// <param name="pair">The pair.</param>
    /// <param name="method">The method.</param>
    public EditRecord? Find(EditPair pair, EditMethod method)
    {
        ArgumentNullException.ThrowIfNull(pair);
        ArgumentNullException.ThrowIfNull(method);
        lock (_gate)
        {
            return _known.GetValueOrDefault((pair.Id, method.Canonical()));
        }
    }

    /// <summary>Adds a finished edit and flushes it to disk before returning.</summary>
    /// <param name="record">The edit; an existing one is not added again.</param>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public void Add(EditRecord record)
    {
        ArgumentNullException.ThrowIfNull(record);
        var canonical = record with { Method = record.Method.Canonical() };
        lock (_gate)
        {
            if (!_known.ContainsKey((canonical.Pair, canonical.Method)))
            {
                RecordFile<EditRecord>.Write(_file, canonical);
                _known.Add((canonical.Pair, canonical.Method), canonical);
                _records.Add(canonical);
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _file.Dispose();

    private static string Difference(EditResultsHead one, EditResultsHead other) =>
        one.SetSha256 != other.SetSha256 ? "set of pairs"
        : one.ModelSha256 != other.ModelSha256 ? "model"
        : one.Prompts != other.Prompts ? "source of prompts" : "measure of what is broken";
}
