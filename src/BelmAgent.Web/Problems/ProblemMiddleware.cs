using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace BelmAgent.Web.Problems;

/// <summary>Turns every failure into one answer of the same form.</summary>
internal sealed partial class ProblemMiddleware(RequestDelegate next, ILogger<ProblemMiddleware> logger)
{
    public async Task InvokeAsync(HttpContext context)
    {
        try
        {
            await next(context);
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            // Nobody waits for an answer.
            return;
        }
        catch (Exception e)
        {
            var problem = Problem.From(e);
            if (problem.Status == 500)
            {
                LogFailed(e.GetType().FullName ?? "", e);
            }

            if (context.Response.HasStarted)
            {
                context.Abort();
                return;
            }

            context.Response.Headers.ETag = default;
            await Problem.WriteAsync(context, problem);
            return;
        }

        if (!context.Response.HasStarted && context.Response is { StatusCode: >= 400, ContentType: null, ContentLength: null })
        {
            await Problem.WriteAsync(context, Empty(context.Response.StatusCode));
        }
    }

    private static Problem Empty(int status) => status switch
    {
        404 => Problem.Create(404, "nothing_here", "There is nothing at this address.", "See openapi/v1.json for what there is."),
        405 => Problem.Create(405, "method_not_allowed", "This address does not take that method.", "See openapi/v1.json for what it takes."),
        415 => Problem.Create(415, "type_not_taken", "This address does not take a body of that type.", "Send JSON as application/json, and a picture as image/png, image/jpeg or image/webp."),
        _ => Problem.Create(status, "invalid_request", "The request could not be read.", "Check it against openapi/v1.json."),
    };

    // The exception's words may be the user's: they are for the trace level alone.
    [LoggerMessage(LogLevel.Error, "A request failed: {Type}.")]
    private partial void LogFailed(string type);

    [LoggerMessage(LogLevel.Trace, "The failure, in full.")]
    private partial void LogInFull(Exception exception);

    private void LogFailed(string type, Exception exception)
    {
        LogFailed(type);
        LogInFull(exception);
    }
}
