using System.Globalization;
using System.Net;
using System.Text;
using BelmAgent.Imaging.Files;
using BelmAgent.Workflows.Batches;
using BelmAgent.Workflows.Storage;

namespace BelmAgent.Workflows.Results;

/// <summary>The contact sheet of a batch: HTML that needs nothing else, each row before and after, in pages that a browser can hold.</summary>
internal sealed class ContactSheet(ResultPictures pictures, Batch batch)
{
    /// <summary>Rows of one page: about 15 MB.</summary>
    public const int PageRows = 500;

    private const string Style = """
        :root{color-scheme:light dark;font:15px/1.45 system-ui,sans-serif}body{margin:0 auto;max-width:1200px;padding:20px}h1{font-size:1.3rem;margin:0 0 4px}p{margin:4px 0}
        nav{margin:10px 0}label{display:inline-block;border:1px solid #8888;border-radius:99px;padding:2px 12px;margin:8px 6px 8px 0;cursor:pointer}
        input{position:absolute;opacity:0}input:focus-visible+label{outline:2px solid Highlight}input:checked+label{background:CanvasText;color:Canvas}
        main{display:grid;grid-template-columns:repeat(auto-fill,minmax(340px,1fr));gap:14px}
        article{border:1px solid #8885;border-radius:8px;padding:10px;overflow-wrap:anywhere}figure{display:grid;grid-template-columns:1fr 1fr;gap:6px;margin:0 0 8px}
        img{width:100%;display:block;border-radius:4px}figcaption{font-size:.75rem;opacity:.75}header{display:flex;justify-content:space-between;gap:8px;font-size:.85rem;opacity:.85}
        .none{display:grid;place-items:center;min-height:90px;border:1px dashed #8888;border-radius:4px;font-size:.85rem;opacity:.75}
        """;

    /// <summary>Gets the number of pages.</summary>
    public int Pages { get; } = Math.Max(1, (batch.Done + PageRows - 1) / PageRows);

    /// <summary>Writes all pages into a folder: <c>sheet.html</c>, then <c>sheet-2.html</c> and so on.</summary>
    public async Task WriteAsync(string folder, IAsyncEnumerable<BatchItem> items, CancellationToken cancellationToken)
    {
        await using var rows = items.GetAsyncEnumerator(cancellationToken);
        for (var page = 1; page <= Pages; page++)
        {
            var number = page;
            await AtomicFile.WriteAsync(Path.Combine(folder, NameOf(page)), (stream, token) => WriteAsync(stream, number, rows, token), cancellationToken);
        }

        RemoveOthers(folder);
    }

    /// <summary>Writes one page.</summary>
    /// <param name="target">Receives it.</param>
    /// <param name="page">Its number, from 1.</param>
    /// <param name="items">The rows from its first on.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    public async Task WriteAsync(Stream target, int page, IAsyncEnumerable<BatchItem> items, CancellationToken cancellationToken)
    {
        await using var rows = items.GetAsyncEnumerator(cancellationToken);
        await WriteAsync(target, page, rows, cancellationToken);
    }

    private async Task WriteAsync(Stream target, int page, IAsyncEnumerator<BatchItem> rows, CancellationToken cancellationToken)
    {
        await using var writer = new StreamWriter(target, new UTF8Encoding(false), leaveOpen: true);
        await writer.WriteAsync(Head(page));
        for (var i = 0; i < PageRows && await rows.MoveNextAsync(); i++)
        {
            await writer.WriteAsync(await CardAsync(rows.Current, cancellationToken));
        }

        await writer.WriteAsync("</main></body></html>\n");
    }

    private static string NameOf(int page) => page == 1 ? "sheet.html" : FormattableString.Invariant($"sheet-{page}.html");

    private string Head(int page)
    {
        var states = batch.Rows.Where(pair => pair.Value > 0).OrderByDescending(pair => pair.Value).ToList();
        var html = new StringBuilder("<!doctype html><html lang=en><head><meta charset=utf-8><meta name=viewport content=\"width=device-width\">");
        html.Append(CultureInfo.InvariantCulture, $"<title>{Text(batch.Name)}</title><style>{Style}");
        foreach (var (state, _) in states)
        {
            html.Append(CultureInfo.InvariantCulture, $"#s-{state}:checked~main article:not([data-state={state}]){{display:none}}");
        }

        html.Append("#s-unsound:checked~main article:not([data-check=failed]){display:none}");
        html.Append(CultureInfo.InvariantCulture, $"</style></head><body><h1>{Text(batch.Name)}</h1><p>{batch.Id} · {Counts(states)}</p>");
        if (Pages > 1)
        {
            html.Append("<nav>Page ").AppendJoin(' ', Enumerable.Range(1, Pages).Select(other => other == page ? $"<b>{other}</b>" : $"<a href=\"{NameOf(other)}\">{other}</a>")).Append("</nav>");
        }

        html.Append("<input type=radio name=s id=s-all checked><label for=s-all>all</label>");
        foreach (var (state, count) in states)
        {
            html.Append(CultureInfo.InvariantCulture, $"<input type=radio name=s id=s-{state}><label for=s-{state}>{Words(state)} {count}</label>");
        }

        html.Append("<input type=radio name=s id=s-unsound><label for=s-unsound>check failed</label>");
        return html.Append("<main>\n").ToString();
    }

    private async Task<string> CardAsync(BatchItem item, CancellationToken cancellationToken)
    {
        var state = WorkflowJson.NameOf(item.State);
        var html = new StringBuilder(FormattableString.Invariant($"<article data-state={state} data-check={(item.Check is { } seen ? WorkflowJson.NameOf(seen.Result) : "none")}><header><span>{item.Number} · {Text(item.Image)}</span><b>{Words(state)}</b></header><figure>"));
        html.Append(await PictureAsync(item.SourceId, "before", cancellationToken)).Append(await PictureAsync(item.ImageId, "after", cancellationToken));
        html.Append(CultureInfo.InvariantCulture, $"</figure><p>{Text(item.Request ?? item.Plan?.TargetPrompt ?? "")}</p>");
        if (item.Check is { } check)
        {
            var changes = check.Changes is { Count: > 0 } some ? $": {string.Join("; ", some)}" : "";
            html.Append(CultureInfo.InvariantCulture, $"<p>check {Text(Words(WorkflowJson.NameOf(check.Result)) + changes)}, {item.Attempts} {(item.Attempts == 1 ? "attempt" : "attempts")}, {item.Seconds:0.0} s</p>");
        }

        if (item.Error is { } error)
        {
            html.Append(CultureInfo.InvariantCulture, $"<p>{Text(error.Message)}</p>");
        }

        return html.Append("</article>\n").ToString();
    }

    private async Task<string> PictureAsync(string? imageId, string caption, CancellationToken cancellationToken) =>
        imageId is not null && await pictures.SmallAsync(imageId, cancellationToken) is { } jpeg
            ? $"<div><img loading=lazy alt=\"{caption}\" src=\"data:image/jpeg;base64,{Convert.ToBase64String(jpeg)}\"><figcaption>{caption}</figcaption></div>"
            : $"<div class=none>no picture {caption}</div>";

    // A shorter batch must not leave the pages of a longer one.
    private void RemoveOthers(string folder)
    {
        for (var page = Pages + 1; File.Exists(Path.Combine(folder, NameOf(page))); page++)
        {
            File.Delete(Path.Combine(folder, NameOf(page)));
        }
    }

    private static string Counts(IEnumerable<KeyValuePair<string, int>> states) => string.Join(", ", states.Select(pair => $"{pair.Value} {Words(pair.Key)}"));

    private static string Words(string name) => name.Replace('_', ' ');

    private static string Text(string text) => WebUtility.HtmlEncode(text);
}
