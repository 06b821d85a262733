using System.Text.Json;

namespace BelmAgent.Host.Tests.Doubles;

/// <summary>The result of a run of the app.</summary>
internal sealed record TestRun(int ExitCode, string Out, string Error)
{
    /// <summary>Gets the standard output as a single JSON object.</summary>
    public JsonElement Json
    {
        get
        {
            Assert.EndsWith("\n", Out, StringComparison.Ordinal);
            Assert.Single(Out.TrimEnd('\r', '\n').Split('\n'));
            var json = JsonSerializer.Deserialize<JsonElement>(Out);
            Assert.Equal(JsonValueKind.Object, json.ValueKind);
            return json;
        }
    }

    /// <summary>Gets the names of the object's fields.</summary>
    public IEnumerable<string> Fields => Json.EnumerateObject().Select(entry => entry.Name);

    /// <summary>Asserts that the run failed, in the form documented for <c>--json</c>.</summary>
    public void AssertFailed(int exitCode, string code)
    {
        var error = Json.GetProperty("error");
        Assert.Equal((exitCode, code), (ExitCode, error.GetProperty("code").GetString()));
        Assert.DoesNotContain("   at ", Out + Error, StringComparison.Ordinal);
        Assert.NotEmpty(error.GetProperty("message").GetString()!);
    }
}
