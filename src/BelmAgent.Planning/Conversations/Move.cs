namespace BelmAgent.Planning.Conversations;

/// <summary>The next step of the offline model: a message or a function call.</summary>
internal sealed record Move(string? Function, string Text, IReadOnlyDictionary<string, object> Arguments)
{
    private static readonly Dictionary<string, object> None = [];

    /// <summary>Creates a message.</summary>
    public static Move Say(string text) => new(null, text, None);

    /// <summary>Creates a function call.</summary>
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
