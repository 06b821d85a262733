using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.AI;

namespace BelmAgent.Plugins.Answers.ToolCalls;

/// <summary>A function's call as a model wrote it.</summary>
/// <param name="Name">The function, as it is spelled.</param>
/// <param name="Arguments">Its arguments; texts where the dialect knows nothing else.</param>
internal sealed record WrittenCall(string Name, JsonObject Arguments)
{
    /// <summary>
    /// Returns the call as if the model had made it, with an id of its own: nine letters and digits, as the strictest servers want it.
    /// </summary>
    public FunctionCallContent ToContent() => new(
        CallId.New(),
        Name,
        Arguments.ToDictionary(argument => argument.Key, argument => argument.Value is null ? null : (object?)JsonSerializer.SerializeToElement(argument.Value)));
}
