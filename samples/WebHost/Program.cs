using BelmAgent.Editing;
using BelmAgent.Editing.Plans;
using BelmAgent.Plugins;
using BelmAgent.Plugins.Results;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Options;

var builder = WebApplication.CreateBuilder(args);
builder.Services.AddBelm(builder.Configuration);
builder.Services.AddBelmAutomaticApproval(); // whoever posts an edit has approved it
builder.Services.AddProblemDetails();
builder.Services.AddOptions<KestrelServerOptions>().Configure<IOptions<EditingOptions>>((kestrel, editing) =>
    kestrel.Limits.MaxRequestBodySize = editing.Value.MaxImportMebibytes * 1024L * 1024);
var app = builder.Build();
app.UseExceptionHandler(new ExceptionHandlerOptions { StatusCodeSelector = Status.For });

app.MapPost("/pictures", async (HttpRequest upload, Images images, CancellationToken token) =>
{
    var picture = await images.ImportAsync(upload.Body, token);
    return Results.Created($"/pictures/{picture.Id}", new { image_id = picture.Id });
});

app.MapPost("/pictures/{id}/edits", async (string id, string request, BelmPlugin belm, CancellationToken token) =>
{
    var plan = await belm.PlanEditAsync(id, request, cancellationToken: token);
    return plan.ProposalId is { } proposal ? Answer(await belm.EditImageAsync(proposal, token)) : Answer(plan);
});

app.MapGet("/jobs/{id}", async (string id, BelmPlugin belm, CancellationToken token) => Answer(await belm.GetJobAsync(id, cancellationToken: token)));

app.MapGet("/pictures/{id}", async (string id, Images images, CancellationToken token) =>
    Results.Stream(await images.OpenReadAsync(id, withRecipe: false, token), "image/png")); // the recipe holds prompts

app.Run();

static IResult Answer(BelmResult result) => result switch
{
    { Error: { } error } => Results.Json(result, statusCode: Status.For(error)),
    PlanEditResult => Results.UnprocessableEntity(result), // it asks back
    EditImageResult { Status: EditJobState.Queued or EditJobState.Running, JobId: var job } => Results.Accepted($"/jobs/{job}", result),
    _ => Results.Ok(result),
};
