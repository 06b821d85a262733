using System.ClientModel;
using System.Net;
using System.Text.RegularExpressions;
using BelmAgent.Planning;

namespace BelmAgent.Plugins.Endpoints.Wire;

/// <summary>Describes a failed call to a language model, and its remedy, in one sentence.</summary>
internal static partial class EndpointFault
{
    /// <summary>Describes an exception of a client.</summary>
    public static PlannerUnavailableException Describe(Exception exception, TimeSpan timeout)
    {
        // Clients that retry throw all attempts together; the last one is as good as any.
        var cause = exception is AggregateException { InnerExceptions: [.., var last] } ? last : exception;
        return cause switch
        {
            PlannerUnavailableException known => known,
            OperationCanceledException => Make(
                $"The language model did not answer within {timeout.TotalSeconds:0} s.",
                "Increase Belm:Planner:Timeout, or choose a faster model.", exception),
            ClientResultException { Status: > 0 } answered => Told(ServerError.Read(Body(answered), answered.Status), exception),
            HttpRequestException { StatusCode: { } status } => Told(ServerError.Unexplained with { Status = (int)status }, exception),
            HttpRequestException { HttpRequestError: HttpRequestError.ResponseEnded } or IOException => Make(
                "The language model's answer broke off.", "Try again, or look at the log of its server.", exception),
            HttpRequestException or ClientResultException => Make(
                "The language model cannot be reached.",
                "Start its server or correct Belm:Planner:Endpoint, which must end in /v1 for OpenAI's protocol.", exception),
            _ => NoAnswer(exception),
        };
    }

    /// <summary>Describes a response, such as a web page, that is not an answer.</summary>
    public static PlannerUnavailableException NoAnswer(Exception? exception) => Make(
        "The language model's server sent something that is not an answer.",
        "Check that Belm:Planner:Endpoint speaks OpenAI's chat protocol and ends in /v1.", exception);

    private static string Body(ClientResultException answered)
    {
        try
        {
            return answered.GetRawResponse()?.Content.ToString() ?? "";
        }
        catch (InvalidOperationException)
        {
            // The answer was not received in full.
            return "";
        }
    }

    /// <summary>A model refused to answer, or its answer was filtered out.</summary>
    /// <param name="words">How it refused; null when it had no words.</param>
    public static PlannerUnavailableException Refusal(string? words) => Make(
        "The language model refused.", "Rephrase the request, or choose another model (Belm:Planner:Model).", null, said: words);

    /// <summary>A server said that there is no answer. Errors that share a status on many servers differ by code and text.</summary>
    public static PlannerUnavailableException Told(ServerError error, Exception? exception = null)
    {
        if (error is { Status: (int)HttpStatusCode.OK, Message: null })
        {
            return NoAnswer(exception);
        }

        var (said, number) = ($"{error.Code} {error.Message}", error.Status is { } status ? $" ({status})" : "");
        var (problem, remedy) = error.Status switch
        {
            (int)HttpStatusCode.PaymentRequired => Credit,
            _ when OutOfCredit().IsMatch(said) => Credit,
            (int)HttpStatusCode.RequestEntityTooLarge => TooLong,
            _ when ContextLength().IsMatch(said) => TooLong,
            _ when WithoutTools().IsMatch(said) => (
                "The language model cannot call tools", "Choose a model that can (Belm:Planner:Model), or switch tool calls on at its server."),
            (int)HttpStatusCode.Unauthorized or (int)HttpStatusCode.Forbidden => (
                "The language model's server refused the key", "Set Belm:Planner:ApiKey to a valid one."),
            (int)HttpStatusCode.NotFound => (
                "The language model's server does not know the address or the model", "Check Belm:Planner:Model and that Belm:Planner:Endpoint ends in /v1."),
            (int)HttpStatusCode.TooManyRequests => ("The language model's server takes no more requests for now", "Wait a little, then try again."),
            (int)HttpStatusCode.BadRequest or (int)HttpStatusCode.UnprocessableEntity => (
                "The language model's server did not accept the request", "Check that Belm:Planner:Model can call tools, or look at the log of its server."),
            >= 300 and < 400 => ("The language model's server has moved", "Correct Belm:Planner:Endpoint: the server names another address, to which nothing was sent."),
            null => ("The language model's server reports an error", "Try again, or look at the log of its server."),
            _ => ("The language model's server failed", "Try again, or look at the log of its server."),
        };
        return Make($"{problem}{number}.", remedy, exception, error.Status, error.Message);
    }

    private static (string Problem, string Remedy) Credit => (
        "The language model's server requires payment", "Add credit to its account, or choose another model (Belm:Planner:Model).");

    private static (string Problem, string Remedy) TooLong => (
        "The conversation is too long for the language model", "Begin a new conversation, or choose a model with a longer context (Belm:Planner:Model).");

    private static PlannerUnavailableException Make(string problem, string remedy, Exception? exception, int? status = null, string? said = null) =>
        new(problem, remedy, exception, status) { Said = ServerWords.Shorten(said) };

    [GeneratedRegex(@"insufficient[ _](?:quota|balance|credits?|funds)|billing|payment required|out of credits?", RegexOptions.IgnoreCase)]
    private static partial Regex OutOfCredit();

    [GeneratedRegex(
        @"context[ _]?(?:length|window|size)|exceeds? (?:the )?(?:maximum|available) context|maximum context|(?:prompt|input|request) (?:is|was) too (?:long|large)|too many (?:input )?tokens|token limit",
        RegexOptions.IgnoreCase)]
    private static partial Regex ContextLength();

    [GeneratedRegex(
        @"(?:tools?|tool[ _](?:choice|calls?|calling|use)|functions?|function[ _]call(?:s|ing)?)\W+(?:\w+\W+){0,4}(?:not (?:be )?(?:supported|enabled|available)|unsupported|requires?)|(?:not|n't|no \w+ found that) support (?:\w+\W+){0,3}(?:tool|function)",
        RegexOptions.IgnoreCase)]
    private static partial Regex WithoutTools();
}
