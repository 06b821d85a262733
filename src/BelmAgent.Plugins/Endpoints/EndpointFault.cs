using System.ClientModel;
using System.Net;
using BelmAgent.Planning;

namespace BelmAgent.Plugins.Endpoints;

/// <summary>Says in one sentence each what a failed call to a language model means and what to do.</summary>
internal static class EndpointFault
{
    /// <summary>Describes what a client threw.</summary>
    public static PlannerUnavailableException Describe(Exception exception, TimeSpan timeout)
    {
        // Clients that retry throw all their attempts at once; the last tells as much as any.
        var cause = exception is AggregateException { InnerExceptions: [.., var last] } ? last : exception;
        return cause switch
        {
            PlannerUnavailableException known => known,
            OperationCanceledException => Make(
                $"The language model did not answer within {timeout.TotalSeconds:0} s.",
                "Give it longer (Belm:Planner:Timeout) or choose a faster model.", exception),
            ClientResultException { Status: > 0 } answered => OfStatus((HttpStatusCode)answered.Status, exception),
            HttpRequestException { StatusCode: { } status } => OfStatus(status, exception),
            HttpRequestException { HttpRequestError: HttpRequestError.ResponseEnded } or IOException => Make(
                "The language model's answer broke off.", "Try again, or look at the log of its server.", exception),
            HttpRequestException or ClientResultException => Make(
                "The language model cannot be reached.",
                "Start its server or correct Belm:Planner:Endpoint, which must end in /v1 for OpenAI's protocol.", exception),
            _ => NoAnswer(exception),
        };
    }

    /// <summary>Something came back, such as a web page, but no answer.</summary>
    public static PlannerUnavailableException NoAnswer(Exception? exception) => Make(
        "The language model's server sent something that is no answer.",
        "Check that Belm:Planner:Endpoint speaks OpenAI's chat protocol and ends in /v1.", exception);

    private static PlannerUnavailableException OfStatus(HttpStatusCode status, Exception exception) => status switch
    {
        HttpStatusCode.BadRequest => Make(
            "The language model's server did not accept the request (400).", "Check that Belm:Planner:Model can call tools, or look at the log of its server.", exception, status),
        HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden => Make(
            $"The language model's server refused the key ({(int)status}).", "Set Belm:Planner:ApiKey to a valid one.", exception, status),
        HttpStatusCode.NotFound => Make(
            "The language model's server does not know the address or the model (404).",
            "Check Belm:Planner:Model and that Belm:Planner:Endpoint ends in /v1.", exception, status),
        HttpStatusCode.TooManyRequests => Make(
            "The language model's server takes no more requests for now (429).", "Wait a little, then try again.", exception, status),
        HttpStatusCode.OK => NoAnswer(exception),
        _ => Make(
            $"The language model's server failed ({(int)status}).", "Try again, or look at the log of its server.", exception, status),
    };

    private static PlannerUnavailableException Make(string problem, string remedy, Exception? exception, HttpStatusCode? status = null) => new(problem, remedy, exception, (int?)status);
}
