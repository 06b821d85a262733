using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Sylvan.Data.Csv;

namespace BelmAgent.Workflows.Manifests;

/// <summary>Reads manifests row by row: a folder of pictures with one request, a table as CSV, or JSON Lines; from files, or as they were sent.</summary>
/// <remarks>A fault of a row is part of the row. A manifest that is none at all is refused.</remarks>
internal sealed class ManifestReader
{
    private static readonly string[] PictureExtensions = [".png", ".jpg", ".jpeg", ".webp"];

    private readonly ManifestForm _form;
    private readonly Func<Stream> _open;
    private readonly string? _request;

    // Null where rows may name files; else the names that stand for ids.
    private readonly IReadOnlyDictionary<string, string>? _images;

    private ManifestReader(ManifestForm form, string? folder, string name, Func<Stream> open, string? request, IReadOnlyDictionary<string, string>? images = null) =>
        (_form, Folder, Name, _open, _request, _images) = (form, folder, name, open, request, images);

    private enum ManifestForm
    {
        Folder,
        Table,
        Lines,
    }

    /// <summary>Gets the folder under which the pictures lie; null for one that was sent, whose rows name no files.</summary>
    public string? Folder { get; }

    /// <summary>Gets the manifest's name.</summary>
    public string Name { get; }

    /// <summary>Opens a manifest.</summary>
    /// <param name="path">A folder, or a file that ends in <c>.csv</c> or <c>.jsonl</c>.</param>
    /// <param name="request">The request for every row that has none. A folder needs it.</param>
    /// <exception cref="BelmException"><c>manifest</c>: there is none, or it is not of these kinds.</exception>
    public static ManifestReader Open(string path, string? request)
    {
        var full = Path.GetFullPath(path);
        var name = Path.GetFileName(Path.TrimEndingDirectorySeparator(full));
        request = Trim(request);
        if (Directory.Exists(full))
        {
            return request is null ? throw Refuse($"'{path}' is a folder, which says nothing about what to change", "give a request for all of its pictures with --request")
                : new ManifestReader(ManifestForm.Folder, full, name, () => Stream.Null, request);
        }

        if (!File.Exists(full))
        {
            throw Refuse($"There is no manifest '{path}'", "name a folder of pictures, a CSV file or a JSON Lines file");
        }

        var extension = Path.GetExtension(full).ToLowerInvariant();
        return extension is ".csv" or ".jsonl" or ".ndjson"
            ? new ManifestReader(extension == ".csv" ? ManifestForm.Table : ManifestForm.Lines, Path.GetDirectoryName(full)!, name, () => File.OpenRead(full), request)
            : throw Refuse($"'{path}' is no manifest", "name a folder of pictures, a file that ends in .csv, or JSON Lines in a file that ends in .jsonl");
    }

    /// <summary>Opens a manifest that was sent, and whose rows name images of the library.</summary>
    /// <param name="content">The manifest, which is read to its end.</param>
    /// <param name="isTable">Whether it is CSV; else it is JSON Lines.</param>
    /// <param name="name">Its name.</param>
    /// <param name="request">The request for every row that has none.</param>
    /// <param name="images">The ids of images by the names that rows may use.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    public static async Task<ManifestReader> OpenAsync(
        Stream content, bool isTable, string name, string? request, IReadOnlyDictionary<string, string> images, CancellationToken cancellationToken)
    {
        // Whoever sends slowly must not hold up a transaction.
        var copy = new MemoryStream();
        await content.CopyToAsync(copy, cancellationToken);
        var bytes = copy.ToArray();
        return new ManifestReader(isTable ? ManifestForm.Table : ManifestForm.Lines, folder: null, name, () => new MemoryStream(bytes, writable: false), Trim(request), images);
    }

    /// <summary>Returns a hash of all that the manifest says: two with the same hash ask for the same.</summary>
    public async Task<string> FingerprintAsync(CancellationToken cancellationToken)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(Encoding.UTF8.GetBytes($"{Folder}\n{_request}\n"));
        if (_form == ManifestForm.Folder)
        {
            foreach (var file in Pictures())
            {
                hash.AppendData(Encoding.UTF8.GetBytes(file + "\n"));
            }
        }
        else
        {
            await using var file = _open();
            var buffer = new byte[81_920];
            int read;
            while ((read = await file.ReadAsync(buffer, cancellationToken)) > 0)
            {
                hash.AppendData(buffer.AsSpan(0, read));
            }
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    /// <summary>Reads the rows.</summary>
    /// <exception cref="BelmException"><c>manifest</c>: it cannot be read as a whole, such as a table without the column <c>image</c>.</exception>
    public IAsyncEnumerable<ManifestRow> ReadAsync(CancellationToken cancellationToken) => _form switch
    {
        ManifestForm.Folder => ReadFolderAsync(),
        ManifestForm.Table => ReadCsvAsync(cancellationToken),
        _ => ReadLinesAsync(cancellationToken),
    };

    private static BelmException Refuse(string problem, string remedy, Exception? inner = null) => new("manifest", ErrorKind.InvalidInput, problem, remedy, inner);

    private static string? Trim(string? request) => string.IsNullOrWhiteSpace(request) ? null : request.Trim();

    private IEnumerable<string> Pictures() => Directory.EnumerateFiles(Folder!)
        .Select(file => Path.GetFileName(file))
        .Where(file => !file.StartsWith('.') && PictureExtensions.Contains(Path.GetExtension(file).ToLowerInvariant()))
        .Order(StringComparer.Ordinal);

    private async IAsyncEnumerable<ManifestRow> ReadFolderAsync()
    {
        await Task.CompletedTask;
        var number = 0;
        foreach (var file in Pictures())
        {
            yield return new ManifestRow(++number) { Image = file, Request = _request };
        }
    }

    private async IAsyncEnumerable<ManifestRow> ReadCsvAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await using var csv = await OpenCsvAsync(cancellationToken);
        var columns = Enumerable.Range(0, csv.FieldCount).Select(i => csv.GetName(i).Trim()).ToArray();
        if (columns.FirstOrDefault(column => !RowReader.Columns.Contains(column)) is { } unknown)
        {
            throw Refuse($"The manifest '{Name}' has a column '{unknown}', which means nothing", $"use {string.Join(", ", RowReader.Columns)}");
        }

        if (!columns.Contains("image"))
        {
            throw Refuse($"The manifest '{Name}' has no column 'image'", $"begin with a line of column names, of {string.Join(", ", RowReader.Columns)}");
        }

        for (var number = 1; ; number++)
        {
            var row = new RowReader(number, _images);
            try
            {
                if (!await csv.ReadAsync(cancellationToken))
                {
                    yield break;
                }

                if (csv.RowFieldCount != columns.Length)
                {
                    row.AddFault("", $"has {csv.RowFieldCount} values for {columns.Length} columns: add or remove separators, or put texts that contain them in quotes");
                }

                for (var i = 0; i < Math.Min(columns.Length, csv.RowFieldCount); i++)
                {
                    row.Add(columns[i], csv.GetString(i));
                }
            }
            catch (CsvFormatException exception)
            {
                throw Refuse($"Row {number} of the manifest '{Name}' is not CSV ({exception.Message.TrimEnd('.')})", "close every quote that is opened", exception);
            }

            AddRequest(row, columns, csv);
            yield return row.ToRow();
        }
    }

    private void AddRequest(RowReader row, string[] columns, CsvDataReader csv)
    {
        var at = Array.IndexOf(columns, "request");
        if (_request is not null && (at < 0 || at >= csv.RowFieldCount || string.IsNullOrWhiteSpace(csv.GetString(at))))
        {
            row.Add("request", _request);
        }
    }

    private async Task<CsvDataReader> OpenCsvAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await CsvDataReader.CreateAsync(new StreamReader(_open(), Encoding.UTF8), new CsvDataReaderOptions { OwnsReader = true, BufferSize = 0x20000 }, cancellationToken);
        }
        catch (CsvFormatException exception)
        {
            throw Refuse($"The manifest '{Name}' is not CSV ({exception.Message.TrimEnd('.')})", "begin with a line of column names", exception);
        }
    }

    private async IAsyncEnumerable<ManifestRow> ReadLinesAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var reader = new StreamReader(_open(), Encoding.UTF8);
        var number = 0;
        while (await reader.ReadLineAsync(cancellationToken) is { } line)
        {
            if (string.IsNullOrWhiteSpace(line))
            {
                continue;
            }

            var row = new RowReader(++number, _images);
            AddJson(row, line);
            yield return row.ToRow();
        }
    }

    private void AddJson(RowReader row, string line)
    {
        try
        {
            using var json = JsonDocument.Parse(line);
            if (json.RootElement.ValueKind != JsonValueKind.Object)
            {
                row.AddFault("", "is no JSON object: write one such as {\"image\":\"a.png\",\"request\":\"make it night\"}");
                return;
            }

            foreach (var member in json.RootElement.EnumerateObject())
            {
                if (member.Value.ValueKind is JsonValueKind.Object or JsonValueKind.Array or JsonValueKind.True or JsonValueKind.False)
                {
                    row.AddFault(member.Name, "must be text or a number");
                }
                else
                {
                    row.Add(member.Name, member.Value.ToString());
                }
            }

            if (_request is not null && !(json.RootElement.TryGetProperty("request", out var own) && !string.IsNullOrWhiteSpace(own.ToString())))
            {
                row.Add("request", _request);
            }
        }
        catch (JsonException exception)
        {
            row.AddFault("", $"is not JSON (column {exception.BytePositionInLine + 1}): write one object a line");
        }
        catch (InvalidOperationException)
        {
            row.AddFault("", "has half of a character (\\ud800 to \\udfff): write both halves, or the character itself");
        }
    }
}
