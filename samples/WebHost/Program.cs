using BelmAgent.Editing.Edits;
using BelmAgent.Editing.Library;
using BelmAgent.Imaging.Codecs;
using BelmAgent.Plugins;

var builder = WebApplication.CreateBuilder(args);
builder.Services.AddBelm(builder.Configuration);
builder.Services.AddBelmAutomaticApproval(); // whoever posts an edit has approved it
builder.Services.AddProblemDetails();
var app = builder.Build();
app.UseExceptionHandler(new ExceptionHandlerOptions
{
    StatusCodeSelector = exception => exception switch
    {
        PictureNotFoundException => StatusCodes.Status404NotFound,
        ImageFormatException => StatusCodes.Status400BadRequest,
        ImageTooLargeException => StatusCodes.Status413PayloadTooLarge,
        _ => StatusCodes.Status500InternalServerError,
    },
});

app.MapPost("/pictures", async (HttpRequest upload, IEditService pictures, CancellationToken token) =>
{
    var picture = await pictures.ImportAsync(upload.Body, token);
    return Results.Created($"/pictures/{picture.Id}", new { image_id = picture.Id });
});

app.MapPost("/pictures/{id}/edits", async (string id, string request, BelmPlugin belm, CancellationToken token) =>
{
    var plan = await belm.PlanEditAsync(id, request, cancellationToken: token);
    return plan.ProposalId is { } proposal ? Results.Ok(await belm.EditImageAsync(proposal, token)) : Results.UnprocessableEntity(plan);
});

app.MapGet("/pictures/{id}", async (string id, IEditService pictures, CancellationToken token) =>
    Results.Stream(await pictures.OpenReadAsync(id, token), "image/png"));

app.Run();
