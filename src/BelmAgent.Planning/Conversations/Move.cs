namespace BelmAgent.Planning.Conversations;

/// <summary>What the offline model does next: says something, or calls a function.</summary>
internal sealed record Move(string? Function, string Text, IReadOnlyDictionary<string, object> Arguments)
{
    private static readonly Dictionary<string, object> None = [];

    /// <summary>Says something.</summary>
    public static Move Say(string text) => new(null, text, None);

    /// <summary>Calls a function.</summary>
    public static Move Call(string function, params ReadOnlySpan<(string Name, string? Value)> arguments)
    {
        var given = new Dictionary<string, object>();
        foreach (var (name, value) in arguments)
        {
            if (value is not null)
            {
                given[name] = value;
            }
        }

        return new(function, "", given);
    }
}
