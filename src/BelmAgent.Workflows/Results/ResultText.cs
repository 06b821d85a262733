using System.Globalization;
using System.Text;
using BelmAgent.Workflows.Batches;
using BelmAgent.Workflows.Storage;

namespace BelmAgent.Workflows.Results;

/// <summary>The form of a batch's results.</summary>
public enum BatchResultForm
{
    /// <summary>JSON Lines, one for each row that has ended.</summary>
    Lines,

    /// <summary>The same as a CSV table.</summary>
    Table,

    /// <summary>A page of the contact sheet: HTML that needs nothing else.</summary>
    Sheet,
}

/// <summary>Writes rows that have ended as JSON Lines and as a table.</summary>
internal static class ResultText
{
    private static readonly UTF8Encoding Encoding = new(encoderShouldEmitUTF8Identifier: false);

    /// <summary>Writes one line of JSON a row.</summary>
    public static async Task WriteLinesAsync(Stream target, IAsyncEnumerable<BatchItem> items, CancellationToken cancellationToken)
    {
        await using var writer = new StreamWriter(target, Encoding, leaveOpen: true);
        await foreach (var item in items.WithCancellation(cancellationToken))
        {
            await writer.WriteAsync(WorkflowJson.Write(item) + "\n");
        }
    }

    /// <summary>Writes a CSV table that a spreadsheet may open.</summary>
    public static async Task WriteTableAsync(Stream target, IAsyncEnumerable<BatchItem> items, CancellationToken cancellationToken)
    {
        await using var writer = new StreamWriter(target, Encoding, leaveOpen: true);
        await writer.WriteAsync("n,item_id,state,image,request,image_id,output,check,error,message,attempts,seconds\n");
        await foreach (var item in items.WithCancellation(cancellationToken))
        {
            string?[] cells =
            [
                item.Number.ToString(CultureInfo.InvariantCulture), item.Id, WorkflowJson.NameOf(item.State), item.Image, item.Request, item.ImageId, item.Output,
                item.Check is { } check ? WorkflowJson.NameOf(check.Result) : null, item.Error?.Code, item.Error?.Message,
                item.Attempts.ToString(CultureInfo.InvariantCulture), item.Seconds?.ToString(CultureInfo.InvariantCulture),
            ];
            await writer.WriteAsync(string.Join(',', cells.Select(Cell)) + "\n");
        }
    }

    private static string Cell(string? text)
    {
        text = Defuse(text ?? "");
        return text.AsSpan().ContainsAny(",\"\r\n'") ? $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : text;
    }

    // A cell that begins like a formula would be run by a spreadsheet; and so would what follows a character at which some of them begin a cell.
    private static string Defuse(string text)
    {
        var safe = new StringBuilder(text.Length);
        var start = 0;
        foreach (var letter in text)
        {
            if (start >= 0 && letter is ('=' or '+' or '-' or '@'))
            {
                safe.Insert(start, '\'');
                start = -1;
            }
            else if (letter is not '"' && !char.IsWhiteSpace(letter))
            {
                start = -1;
            }

            safe.Append(letter);
            start = letter is ';' or '\t' or '\r' or '\n' ? safe.Length : start;
        }

        return text is ['\t' or '\r', ..] ? $"'{safe}" : safe.ToString();
    }
}
