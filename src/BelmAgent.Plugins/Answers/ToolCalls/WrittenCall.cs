using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.AI;

namespace BelmAgent.Plugins.Answers.ToolCalls;

/// <summary>A call of a function as a model wrote it.</summary>
/// <param name="Name">The function's name as written.</param>
/// <param name="Arguments">Its arguments; text if the dialect has no types.</param>
internal sealed record WrittenCall(string Name, JsonObject Arguments)
{
    /// <summary>Returns the call as a regular tool call, with an id of nine letters and digits, as the strictest servers require.</summary>
    public FunctionCallContent ToContent() => new(
        CallId.New(),
        Name,
        Arguments.ToDictionary(argument => argument.Key, argument => argument.Value is null ? null : (object?)JsonSerializer.SerializeToElement(argument.Value)));
}
