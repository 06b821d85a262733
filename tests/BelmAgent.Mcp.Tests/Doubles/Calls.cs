using System.Text.Json;
using ModelContextProtocol;
using ModelContextProtocol.Client;
using ModelContextProtocol.Protocol;

namespace BelmAgent.Mcp.Tests.Doubles;

/// <summary>Calls of tools.</summary>
internal static class Calls
{
    /// <summary>Calls a tool and returns the structured content of its result.</summary>
    public static async Task<JsonElement> ReadAsync(this McpClient client, string tool, params (string Name, object? Value)[] arguments) =>
        (await client.CallAsync(tool, arguments)).StructuredContent!.Value;

    /// <summary>Calls a tool.</summary>
    public static ValueTask<CallToolResult> CallAsync(this McpClient client, string tool, params (string Name, object? Value)[] arguments) =>
        client.CallToolAsync(tool, arguments.ToDictionary(argument => argument.Name, argument => argument.Value));

    /// <summary>Imports the picture of the tests and plans a quick edit of it.</summary>
    /// <returns>The proposal's id.</returns>
    public static async Task<string> PlanAsync(this McpClient client, int steps = 4)
    {
        var image = await client.ImportAsync();
        return (await client.ReadAsync("belm_plan_edit", ("image_id", image), ("request", "make the house blue"), ("steps", steps), ("attempts", 1))).Text("proposal_id")!;
    }

    /// <summary>Imports the picture of the tests.</summary>
    /// <returns>The picture's id.</returns>
    public static async Task<string> ImportAsync(this McpClient client) =>
        (await client.ReadAsync("belm_import_image", ("path", McpHouse.Picture))).Text("image_id")!;

    /// <summary>Returns a text of a JSON object; null if it is not there.</summary>
    public static string? Text(this JsonElement json, string name) => json.TryGetProperty(name, out var value) ? value.GetString() : null;

    /// <summary>Returns the code of a result's error; null if it has none.</summary>
    public static string? ErrorCode(this JsonElement json) => json.TryGetProperty("error", out var error) ? error.Text("code") : null;
}

/// <summary>Collects progress in the order of its arrival.</summary>
internal sealed class ProgressList : IProgress<ProgressNotificationValue>
{
    private readonly List<ProgressNotificationValue> _values = [];

    public Action? OnReport { get; init; }

    public IReadOnlyList<ProgressNotificationValue> Values
    {
        get
        {
            lock (_values)
            {
                return [.. _values];
            }
        }
    }

    public void Report(ProgressNotificationValue value)
    {
        lock (_values)
        {
            _values.Add(value);
        }

        OnReport?.Invoke();
    }

    /// <summary>Asserts that no value comes twice or is larger than its total.</summary>
    /// <param name="inOrder">Whether each must be larger than the one before; the C# client hands messages out in any order.</param>
    public void AssertGrows(bool inOrder = false)
    {
        var values = Values;
        Assert.NotEmpty(values);
        Assert.All(values, value => Assert.True(value.Progress <= value.Total));
        var steps = values.Select(value => value.Progress).ToList();
        Assert.Equal(steps.Distinct().Order(), inOrder ? steps : steps.Order());
    }
}
