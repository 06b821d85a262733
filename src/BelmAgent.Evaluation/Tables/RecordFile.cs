using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace BelmAgent.Evaluation.Tables;

/// <summary>A file of records, one JSON object a line, to which finished ones are added: what an interrupted run has done.</summary>
/// <remarks>One process at a time. Not safe to share between threads.</remarks>
/// <typeparam name="T">The type of a record.</typeparam>
internal sealed class RecordFile<T>
{
    private static readonly JsonSerializerOptions Json = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
    };

    private readonly string _path;
    private readonly List<T> _records;

    private RecordFile(string path, List<T> records) => (_path, _records) = (path, records);

    /// <summary>Gets the records, in the order in which they were added.</summary>
    public IReadOnlyList<T> Records => _records;

    /// <summary>Opens a file, or begins one with the first record. An incomplete last line was being written when a run was killed, and is dropped.</summary>
    /// <param name="path">The file; its folder exists.</param>
    /// <exception cref="BelmException"><c>other_results</c>: a line is not such a record.</exception>
    public static RecordFile<T> Open(string path)
    {
        if (!File.Exists(path))
        {
            return new(path, []);
        }

        using var file = new FileStream(path, FileMode.Open, FileAccess.ReadWrite, FileShare.None);
        return new(path, Read(file));
    }

    /// <summary>Reads all records of an open file, drops an incomplete last line, and leaves the file at its end.</summary>
    /// <exception cref="BelmException"><c>other_results</c>: a line is not such a record.</exception>
    public static List<T> Read(FileStream file)
    {
        var bytes = new byte[file.Length];
        file.ReadExactly(bytes);
        var end = bytes.AsSpan().LastIndexOf((byte)'\n') + 1;
        file.SetLength(end);
        file.Seek(end, SeekOrigin.Begin);
        return [.. Encoding.UTF8.GetString(bytes, 0, end).Split('\n', StringSplitOptions.RemoveEmptyEntries).Select((line, i) => Parse(file.Name, $"line {i + 1}", line))];
    }

    /// <summary>Writes a record to an open file, which has it on the disk when this returns.</summary>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public static void Write(FileStream file, T record)
    {
        file.Write(Encoding.UTF8.GetBytes(JsonSerializer.Serialize(record, Json) + "\n"));
        file.Flush(flushToDisk: true);
    }

    /// <summary>Adds a record and writes it.</summary>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public void Add(T record)
    {
        using var file = new FileStream(_path, FileMode.Append, FileAccess.Write, FileShare.Read);
        Write(file, record);
        _records.Add(record);
    }

    /// <summary>Reads one record from text.</summary>
    /// <exception cref="BelmException"><c>other_results</c>: it is not such a record.</exception>
    public static T Parse(string path, string part, string json)
    {
        try
        {
            return JsonSerializer.Deserialize<T>(json, Json) ?? throw Unusable(path, $"{part} is empty");
        }
        catch (JsonException e)
        {
            throw Unusable(path, $"{part} is not in the expected form", e);
        }
    }

    /// <summary>Creates the failure that a folder has results of something else.</summary>
    public static BelmException Unusable(string path, string detail, Exception? inner = null) => new(
        "other_results", ErrorKind.InvalidInput, $"'{path}' has results that cannot be continued ({detail})", "name another folder with --out", inner)
    {
        SafeProblem = $"The folder has results that cannot be continued ({detail})",
    };
}
