using System.Net.Http.Headers;
using System.Runtime.CompilerServices;
using BelmAgent.Plugins.Endpoints;
using Microsoft.Extensions.Options;

namespace BelmAgent.Host.Doctor;

/// <summary>Examines whether the language model's endpoint answers, if one is configured. Only the list of its models is requested.</summary>
internal sealed class PlannerExamination(IOptions<PlannerOptions> planner, TimeProvider clock) : IExamination
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    public async IAsyncEnumerable<Finding> LookAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        yield return planner.Value.Endpoint is { } endpoint
            ? await AskAsync(endpoint, cancellationToken)
            : new Finding("planner", FindingState.Ok, "built in, without a language model; set Belm:Planner:Endpoint and Model to use one");
    }

    private async Task<Finding> AskAsync(Uri endpoint, CancellationToken cancellationToken)
    {
        using var client = new HttpClient { Timeout = Timeout.InfiniteTimeSpan };
        using var limit = new CancellationTokenSource(Patience, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, limit.Token);
        using var request = new HttpRequestMessage(HttpMethod.Get, $"{endpoint.AbsoluteUri.TrimEnd('/')}/models");
        if (planner.Value.ApiKey is { Length: > 0 } key)
        {
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", key);
        }

        try
        {
            using var response = await client.SendAsync(request, either.Token);
            return response.IsSuccessStatusCode
                ? new Finding("planner", FindingState.Ok, $"{planner.Value.Model} at {endpoint}{(planner.Value.Vision ? ", which is sent previews of edits to judge" : "")}")
                : new Finding("planner", FindingState.Fault, $"{endpoint} answers {(int)response.StatusCode}: check Belm:Planner:Endpoint and ApiKey");
        }
        catch (Exception e) when (e is HttpRequestException or OperationCanceledException && !cancellationToken.IsCancellationRequested)
        {
            return new Finding("planner", FindingState.Fault, $"{endpoint} does not answer: start it, or correct or remove Belm:Planner:Endpoint");
        }
    }
}
