using System.Text.Json;
using BelmAgent.Plugins.Results;
using BelmAgent.Plugins.Tools;
using Microsoft.Extensions.AI;

namespace BelmAgent.Plugins.Chat;

/// <summary>A tool call of the current turn with its result.</summary>
/// <param name="Call">The call.</param>
/// <param name="Result">The result, as the tool or what lies between gave it.</param>
internal sealed record ToolTurn(FunctionCallContent Call, object? Result)
{
    /// <summary>Gets what went wrong; null if nothing did.</summary>
    public BelmError? Error => Read<BelmFailure>()?.Error;

    /// <summary>Gets the picture that this call made; null if it made none.</summary>
    public string? NewImageId =>
        Is("edit_image") || IsJob ? Read<EditImageResult>()?.ImageId
        : Is("generate_image") ? Read<GenerateImageResult>()?.ImageId
        : null;

    /// <summary>Gets whether the call was about a running edit.</summary>
    public bool IsJob => Is("get_job") || Is("cancel_job");

    /// <summary>Returns the calls since the last request, with their results, in order.</summary>
    public static IEnumerable<ToolTurn> Read(IEnumerable<ChatMessage> messages)
    {
        AIContent[] contents = [.. messages.Reverse().TakeWhile(message => message.Role != ChatRole.User).Reverse().SelectMany(message => message.Contents)];
        return
            from result in contents.OfType<FunctionResultContent>()
            let call = contents.OfType<FunctionCallContent>().FirstOrDefault(call => call.CallId == result.CallId)
            where call is not null
            select new ToolTurn(call, result.Result);
    }

    /// <summary>Returns whether the call was of this function, however its name is spelled.</summary>
    public bool Is(string function) => ToolName.Matches(Call.Name, function);

    /// <summary>Reads the result as that of a function; null if it is not.</summary>
    public T? Read<T>()
        where T : BelmResult => BelmResult.Read<T>(Result);

    /// <summary>Returns a text argument of the call; null if it is missing.</summary>
    public string? Argument(string name) => Call.Arguments?.TryGetValue(name, out var value) != true ? null : value switch
    {
        string text => text,
        JsonElement { ValueKind: JsonValueKind.String } text => text.GetString(),
        _ => null,
    };
}
