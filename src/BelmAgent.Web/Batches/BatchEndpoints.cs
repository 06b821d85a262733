using System.Globalization;
using System.Net.Http.Headers;
using System.Net.Mime;
using System.Security.Claims;
using System.Text;
using System.Text.Json;
using BelmAgent.Editing.Library;
using BelmAgent.Editing.Plans;
using BelmAgent.Web.Pictures;
using BelmAgent.Web.Problems;
using BelmAgent.Web.Security;
using BelmAgent.Workflows;
using BelmAgent.Workflows.Batches;
using BelmAgent.Workflows.Results;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;

namespace BelmAgent.Web.Batches;

/// <summary>Batches: made of a manifest, approved as a whole, watched, stopped, and handed over.</summary>
internal static class BatchEndpoints
{
    private const string Lines = "application/jsonl";
    private const string Table = "text/csv";
    private const long MaxManifestBytes = 16L << 20;
    private const int MaxWait = 300;
    private const int MaxPage = 200;
    private const int MaxImageName = 500;

    private delegate Task<Batch> Act(IBatchService batches, string id, CancellationToken token);

    public static void MapBatches(this RouteGroupBuilder api)
    {
        api.MapPost("batches", CreateAsync).RequireScope(Scopes.Edit).WithMetadata(new BodyLimit(MaxManifestBytes), RateClass.Plan, Idempotent.Mark)
            .WithSummary("Makes a batch of a manifest, and plans it in the background.")
            .WithDescription("The manifest as it is, as CSV or JSON Lines, whose rows name ids of images; or JSON with ids, or with a manifest whose rows use names that 'images' gives to ids.")
            .Accepts<BatchUploadRequest>(MediaTypeNames.Application.Json, Lines, "application/x-ndjson", Table).Produces<BatchView>(201);
        api.MapGet("batches", ListAsync).RequireScope(Scopes.Read).WithSummary("Lists batches, newest first.").Produces<PageView<BatchView>>();
        api.MapGet("batches/{id}", GetAsync).RequireScope(Scopes.Read)
            .WithSummary("Returns a batch; one that is being planned or run, after waiting for the end of that up to 'wait' seconds.").Produces<BatchView>();
        api.MapGet("batches/{id}/items", ListItemsAsync).RequireScope(Scopes.Read).WithSummary("Lists the rows of a batch in their order.").Produces<PageView<BatchItemView>>();
        api.MapPost("batches/{id}/approve", ApproveAsync).RequireScope(Scopes.Approve).WithMetadata(RateClass.Job)
            .WithSummary("Approves a planned batch as a whole, by the hash of its plan.").Accepts<BatchApproval>(MediaTypeNames.Application.Json).Produces<BatchView>();
        api.MapAct("plan", "Plans what is not planned, and again what could not be.", (batches, id, token) => batches.GetAsync(id, token), (host, id) => host.Plan(id));
        api.MapAct("pause", "Begins no further row until the batch is resumed.", (batches, id, token) => batches.PauseAsync(id, token));
        api.MapAct("resume", "Lets a paused batch go on.", (batches, id, token) => batches.ResumeAsync(id, token));
        api.MapAct("cancel", "Cancels what is not done.", (batches, id, token) => batches.CancelAsync(id, token));
        api.MapAct("retry", "Queues the rows once more that failed at work or were cancelled.", (batches, id, token) => batches.RetryAsync(id, token));
        api.MapGet("batches/{id}/results.jsonl", (string id, IBatchService batches, CancellationToken token) => DownloadAsync(id, BatchResultForm.Lines, Lines, "results.jsonl", 1, batches, token))
            .RequireScope(Scopes.Read).WithSummary("Downloads one line of JSON for each row that has ended.").Produces<Stream>(200, Lines);
        api.MapGet("batches/{id}/results.csv", (string id, IBatchService batches, CancellationToken token) => DownloadAsync(id, BatchResultForm.Table, Table, "results.csv", 1, batches, token))
            .RequireScope(Scopes.Read).WithSummary("Downloads the same as a table.").Produces<Stream>(200, Table);
        api.MapGet("batches/{id}/sheet.html", (string id, IBatchService batches, CancellationToken token, int page = 1) => DownloadAsync(
                id, BatchResultForm.Sheet, MediaTypeNames.Text.Html, page <= 1 ? "sheet.html" : string.Create(CultureInfo.InvariantCulture, $"sheet-{page}.html"), page, batches, token))
            .RequireScope(Scopes.Read).WithSummary("Downloads a page of the contact sheet: 500 rows before and after.").Produces<Stream>(200, MediaTypeNames.Text.Html);
        api.MapGet("workers", async (IBatchService batches, CancellationToken token) =>
                WebJson.Ok(new WorkersView(await batches.ListWorkersAsync(token), await batches.GetHealthAsync(cancellationToken: token))))
            .RequireScope(Scopes.Read).WithSummary("Lists the workers that were seen in the last day, and how much waits for them.").Produces<WorkersView>();
    }

    private static void MapAct(this RouteGroupBuilder api, string name, string summary, Act act, Action<BatchHost, string>? hand = null) =>
        api.MapPost($"batches/{{id}}/{name}", async (string id, IBatchService batches, BatchHost host, CancellationToken token) =>
            {
                var batch = await act(batches, id, token);
                hand?.Invoke(host, id);
                host.Wake();
                return WebJson.Ok(BatchView.From(batch, host.FindFault(batch)));
            })
            .RequireScope(Scopes.Edit).WithMetadata(RateClass.Job).WithSummary(summary).Produces<BatchView>();

    private static async Task<IResult> CreateAsync(
        HttpContext context, ClaimsPrincipal user, IBatchService batches, BatchHost host, string? name = null, string? request = null, int? priority = null,
        [FromQuery(Name = "max_parallel")] int? maxParallel = null, string? webhook = null)
    {
        var asked = context.Request.HasJsonContentType() ? await context.Request.ReadBodyAsync<BatchUploadRequest>()
            : new BatchUploadRequest { Name = name, Request = request, Priority = priority, MaxParallel = maxParallel, Webhook = webhook };
        var isTable = context.Request.HasJsonContentType() ? asked.Format == "csv" : TypeOf(context.Request) == Table;
        await using var manifest = context.Request.HasJsonContentType() ? asked.Open() : context.Request.Body;
        var batch = await batches.CreateAsync(
            new BatchUpload
            {
                Manifest = manifest,
                IsTable = isTable,
                Name = NameOf(asked.Name, isTable),
                Images = Checked(asked.Images),
                Request = asked.Request,
                Owner = user.Identity!.Name!,
                Priority = Within("priority", asked.Priority, 9) ?? 5,
                MaxParallel = Within("max_parallel", asked.MaxParallel, 1000),
                Webhook = asked.Webhook,
            },
            context.RequestAborted);
        host.Plan(batch.Id);
        return WebJson.Created(context, $"api/v1/batches/{batch.Id}", BatchView.From(batch, fault: null));
    }

    // Where a type is given, routing has seen that it is one of ours.
    private static string TypeOf(HttpRequest request) => MediaTypeHeaderValue.TryParse(request.ContentType, out var type) && type.MediaType is { } name ? name.ToLowerInvariant()
        : throw new WebException(415, "type_not_taken", "The body has no type", $"send a manifest with 'Content-Type: {Table}' or '{Lines}'");

    private static async Task<IResult> ListAsync(IBatchService batches, BatchHost host, CancellationToken token, string? after = null, int limit = 50)
    {
        limit = Math.Clamp(limit, 1, MaxPage);
        if (after is not null && !LibraryId.IsValid(after))
        {
            throw new LimitExceededException("after", $"'{after}'", "the id of a batch");
        }

        var page = await batches.ListAsync(after, limit + 1, token);
        return WebJson.Ok(new PageView<BatchView>([.. page.Take(limit).Select(batch => BatchView.From(batch, host.FindFault(batch)))], page.Count > limit ? page[limit - 1].Id : null));
    }

    private static async Task<IResult> GetAsync(string id, IBatchService batches, BatchHost host, CancellationToken token, int wait = 0)
    {
        var batch = await host.WaitAsync(await batches.GetAsync(id, token), TimeSpan.FromSeconds(Math.Clamp(wait, 0, MaxWait)), token);
        return WebJson.Ok(BatchView.From(batch, host.FindFault(batch)));
    }

    private static async Task<IResult> ListItemsAsync(string id, IBatchService batches, CancellationToken token, string? state = null, int after = 0, int limit = 50)
    {
        limit = Math.Clamp(limit, 1, MaxPage);
        var rows = await batches.ListItemsAsync(id, StateOf(state), after, token).Take(limit + 1).ToListAsync(token);
        return WebJson.Ok(new PageView<BatchItemView>(
            [.. rows.Take(limit).Select(BatchItemView.From)], rows.Count > limit ? rows[limit - 1].Number.ToString(CultureInfo.InvariantCulture) : null));
    }

    private static async Task<IResult> ApproveAsync(string id, HttpContext context, ClaimsPrincipal user, IBatchService batches, BatchHost host)
    {
        var asked = await context.Request.ReadBodyAsync<BatchApproval>();
        if (string.IsNullOrWhiteSpace(asked.PlanHash))
        {
            throw new LimitExceededException("plan_hash", "empty", "the plan_hash of the batch that you have seen");
        }

        var batch = await batches.ApproveAsync(id, asked.PlanHash, user.Identity!.Name!, context.RequestAborted);
        host.Wake();
        return WebJson.Ok(BatchView.From(batch, host.FindFault(batch)));
    }

    // Downloaded rather than shown: the page's policy would take the sheet's style and pictures away. Its pages name one another.
    private static async Task<IResult> DownloadAsync(string id, BatchResultForm form, string type, string name, int page, IBatchService batches, CancellationToken token)
    {
        await batches.GetAsync(id, token);
        return Results.Stream(stream => batches.WriteResultsAsync(id, form, stream, page, token), type, form == BatchResultForm.Sheet ? name : $"{id}-{name}");
    }

    private static BatchItemState? StateOf(string? name) =>
        name is null ? null
        : Enum.GetValues<BatchItemState>().Cast<BatchItemState?>().FirstOrDefault(state => JsonNamingPolicy.SnakeCaseLower.ConvertName($"{state}") == name)
            ?? throw new LimitExceededException("state", name, $"one of {string.Join(", ", Enum.GetNames<BatchItemState>().Select(JsonNamingPolicy.SnakeCaseLower.ConvertName))}");

    private static int? Within(string setting, int? value, int most) => value is < 1 || value > most ? throw new LimitExceededException(setting, value, $"1 to {most}") : value;

    private static string NameOf(string? name, bool isTable)
    {
        var file = Path.GetFileName((name ?? "").Replace('\\', '/')).Trim();
        return file.Length == 0 ? isTable ? "batch.csv" : "batch.jsonl" : file;
    }

    private static IReadOnlyDictionary<string, string> Checked(IReadOnlyDictionary<string, string>? images)
    {
        images ??= new Dictionary<string, string>();
        return images.Values.FirstOrDefault(id => !LibraryId.IsValid(id, LibraryId.Picture)) is { } other ? throw new LimitExceededException("images", $"'{other}'", "ids of images that were uploaded before")
            : images.Keys.FirstOrDefault(name => name.Length > MaxImageName || name.Contains('\0', StringComparison.Ordinal)) is { } odd ? throw new LimitExceededException("images", $"a name of {odd.Length} characters", $"names of at most {MaxImageName}, without NUL")
            : images;
    }
}

/// <summary>A batch to make: of ids with one request, or of a manifest.</summary>
internal sealed record BatchUploadRequest
{
    public string? Name { get; init; }

    /// <summary>The images to edit, each with the request.</summary>
    public IReadOnlyList<string>? ImageIds { get; init; }

    /// <summary>The text of a manifest.</summary>
    public string? Manifest { get; init; }

    /// <summary>The manifest's form: jsonl or csv.</summary>
    public string Format { get; init; } = "jsonl";

    /// <summary>The ids of images by the names that the manifest uses.</summary>
    public IReadOnlyDictionary<string, string>? Images { get; init; }

    /// <summary>The request for rows without one.</summary>
    public string? Request { get; init; }

    public int? Priority { get; init; }

    public int? MaxParallel { get; init; }

    /// <summary>The address that is told when the batch has ended.</summary>
    public string? Webhook { get; init; }

    /// <summary>Opens the manifest, or one that the ids give.</summary>
    /// <exception cref="WebException">There is neither, or both.</exception>
    public Stream Open() =>
        (ImageIds is null) == (Manifest is null) ? throw new WebException(400, "manifest", "The body has to name image_ids or a manifest, and one of them alone", "send ids with a request, or a manifest")
        : Format is not ("jsonl" or "csv") ? throw new LimitExceededException("format", Format, "jsonl or csv")
        : new MemoryStream(Encoding.UTF8.GetBytes(Manifest ?? string.Join('\n', ImageIds!.Select(id => JsonSerializer.Serialize(new { image = id })))));
}

/// <summary>An approval of a plan as a whole.</summary>
/// <param name="PlanHash">The hash of the plan that the user has seen.</param>
internal sealed record BatchApproval(string PlanHash);
