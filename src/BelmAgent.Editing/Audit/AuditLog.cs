using System.Globalization;
using System.Security.Cryptography;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using BelmAgent.Editing.Library;
using BelmAgent.Editing.Plans;

namespace BelmAgent.Editing.Audit;

/// <summary>The append-only audit: one file per month, <c>YYYY-MM.jsonl</c>, one record per line.</summary>
/// <remarks>
/// Each line contains the hash of the previous one, which reveals lines that were changed, removed or inserted later, but not a
/// truncated end. A line is on disk before the call that wrote it returns. Safe to share between threads; several processes may share
/// a folder.
/// </remarks>
public sealed class AuditLog
{
    private const string Prefix = "aud";
    private const string Extension = ".jsonl";

    private static readonly JsonSerializerOptions Json = new()
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    private readonly LibraryId _ids;
    private readonly TimeProvider _clock;
    private readonly Lock _turn = new();

    /// <summary>Opens the audit; nothing is touched before the first record.</summary>
    /// <param name="options">Whether and where it is kept.</param>
    /// <param name="library">The library that contains it unless it has a folder of its own.</param>
    /// <param name="ids">Creates the ids.</param>
    /// <param name="clock">Supplies the time.</param>
    public AuditLog(AuditOptions options, LibraryOptions library, LibraryId ids, TimeProvider clock)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(library);
        ArgumentNullException.ThrowIfNull(ids);
        ArgumentNullException.ThrowIfNull(clock);
        (IsEnabled, _ids, _clock) = (options.Enabled, ids, clock);
        Folder = Path.GetFullPath(options.Folder ?? Path.Combine(library.Root, "audit"));
    }

    /// <summary>Gets whether records are written.</summary>
    public bool IsEnabled { get; }

    /// <summary>Gets the full path of the folder.</summary>
    public string Folder { get; }

    /// <summary>Appends a record.</summary>
    /// <param name="record">The record; its id, time and hash are set here.</param>
    /// <returns>The record as it was written; as given if the audit is disabled.</returns>
    /// <exception cref="AuditUnavailableException">It cannot be written; nothing was added.</exception>
    public AuditRecord Append(AuditRecord record)
    {
        ArgumentNullException.ThrowIfNull(record);
        if (!IsEnabled)
        {
            return record;
        }

        try
        {
            lock (_turn)
            {
                Directory.CreateDirectory(Folder);
                using var others = FolderLock.Take(Folder);
                return Write(record);
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new AuditUnavailableException(Folder, e);
        }
    }

    /// <summary>Reads the newest records and verifies the months that contain them.</summary>
    /// <param name="limit">Maximum number of records, at least 1.</param>
    /// <exception cref="IOException">A file cannot be read.</exception>
    public AuditTrail Read(int limit)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, 1);
        var (records, breaks) = (new List<AuditRecord>(), new List<AuditBreak>());
        var months = Directory.Exists(Folder) ? Directory.GetFiles(Folder, "*" + Extension) : [];
        foreach (var path in months.OrderDescending(StringComparer.Ordinal).TakeWhile(_ => records.Count < limit))
        {
            var month = ReadMonth(path);
            records.InsertRange(0, month.Records);
            breaks.InsertRange(0, month.Breaks);
        }

        return new AuditTrail([.. records.TakeLast(limit)], breaks);
    }

    private static AuditTrail ReadMonth(string path)
    {
        var (records, breaks) = (new List<AuditRecord>(), new List<AuditBreak>());
        string? previous = null;
        var number = 0;
        foreach (var line in AuditFile.ReadLines(path))
        {
            number++;
            var record = Parse(line);
            if (record is null)
            {
                breaks.Add(new AuditBreak(path, number, AuditBreakKind.Unreadable));
            }
            else
            {
                records.Add(record);
                if (record.Previous != previous)
                {
                    breaks.Add(new AuditBreak(path, number, AuditBreakKind.Altered));
                }
            }

            previous = Hash(line);
        }

        return new AuditTrail(records, breaks);
    }

    private AuditRecord Write(AuditRecord record)
    {
        var now = _clock.GetUtcNow();
        using var file = AuditFile.Open(Path.Combine(Folder, now.ToString("yyyy-MM", CultureInfo.InvariantCulture) + Extension));
        var last = file.LastLine;
        var written = record with
        {
            Id = _ids.Next(Prefix, after: last is null ? null : Parse(last)?.Id),
            At = now,
            Previous = last is null ? null : Hash(last),
        };
        file.Append(JsonSerializer.SerializeToUtf8Bytes(written, Json));
        return written;
    }

    private static AuditRecord? Parse(ReadOnlyMemory<byte> line)
    {
        try
        {
            return JsonSerializer.Deserialize<AuditRecord>(line.Span, Json);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static string Hash(ReadOnlyMemory<byte> line) => Convert.ToHexStringLower(SHA256.HashData(line.Span));
}

/// <summary>The contents of the audit.</summary>
/// <param name="Records">The records, newest last.</param>
/// <param name="Breaks">Places where a file was changed, oldest first.</param>
public sealed record AuditTrail(
    [property: JsonPropertyName("records")] IReadOnlyList<AuditRecord> Records,
    [property: JsonPropertyName("breaks")] IReadOnlyList<AuditBreak> Breaks);

/// <summary>A place where the audit was changed.</summary>
/// <param name="Path">The file.</param>
/// <param name="Line">The line, from 1.</param>
/// <param name="Kind">The kind of damage.</param>
public sealed record AuditBreak(
    [property: JsonPropertyName("path")] string Path,
    [property: JsonPropertyName("line")] int Line,
    [property: JsonPropertyName("kind")] AuditBreakKind Kind);

/// <summary>The kind of damage to a line of the audit.</summary>
[JsonConverter(typeof(SnakeCaseEnumConverter<AuditBreakKind>))]
public enum AuditBreakKind
{
    /// <summary>It is not a record: its process or machine stopped while writing, or it is damaged.</summary>
    Unreadable,

    /// <summary>The preceding lines are not those that were there when it was written.</summary>
    Altered,
}

/// <summary>The audit cannot be written.</summary>
public sealed class AuditUnavailableException : BelmException
{
    /// <summary>Creates the failure.</summary>
    /// <param name="folder">The audit's folder.</param>
    /// <param name="inner">The system's exception.</param>
    public AuditUnavailableException(string folder, Exception? inner)
        : base(
            "audit_unavailable",
            ErrorKind.NotUsable,
            $"The audit in '{folder}' cannot be written, so nothing ran",
            "free some space or allow writing there, or name another folder in Belm:Audit:Folder",
            inner) => (Folder, SafeProblem) = (folder, "The audit cannot be written, so nothing ran");

    /// <summary>Gets the audit's folder.</summary>
    public string Folder { get; }
}
