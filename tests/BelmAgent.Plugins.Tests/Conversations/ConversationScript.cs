namespace BelmAgent.Plugins.Tests.Conversations;

/// <summary>A conversation script: set-up, messages and expectations.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Lines">Its lines.</param>
internal sealed record ConversationScript(string Name, IReadOnlyList<string> Lines)
{
    private const string Deferred = "later ";

    private static readonly Lazy<IReadOnlyDictionary<string, ConversationScript>> Written = new(() =>
        Directory.GetFiles(Path.Combine(AppContext.BaseDirectory, "Conversations"), "*.txt").Order(StringComparer.Ordinal)
            .SelectMany(file => Read(Path.GetFileNameWithoutExtension(file), File.ReadAllLines(file)))
            .ToDictionary(script => script.Name));

    /// <summary>Gets the scripts in the folder, by name.</summary>
    public static IReadOnlyDictionary<string, ConversationScript> All => Written.Value;

    /// <summary>Gets the reason why it does not pass yet; null if it does.</summary>
    public string? Later => Lines.FirstOrDefault(line => line.StartsWith(Deferred, StringComparison.Ordinal))?[Deferred.Length..];

    /// <summary>Reads a file: "# name" starts a conversation, "//" a comment.</summary>
    public static IEnumerable<ConversationScript> Read(string theme, IEnumerable<string> text)
    {
        List<string>? lines = null;
        var name = "";
        foreach (var line in text.Select(line => line.Trim()).Where(line => line.Length > 0 && !line.StartsWith("//", StringComparison.Ordinal)))
        {
            if (!line.StartsWith("# ", StringComparison.Ordinal))
            {
                (lines ?? throw new FormatException($"{theme}: '{line}' belongs to no conversation.")).Add(line);
                continue;
            }

            if (lines is not null)
            {
                yield return new ConversationScript(name, lines);
            }

            (name, lines) = ($"{theme}: {line[2..]}", []);
        }

        if (lines is not null)
        {
            yield return new ConversationScript(name, lines);
        }
    }
}
