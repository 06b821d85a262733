namespace BelmAgent.Planning.Text;

/// <summary>Joins items as in a sentence.</summary>
internal static class Listing
{
    /// <summary>Returns "a, b and c".</summary>
    public static string And(IEnumerable<string> items) => Join(items, "and");

    /// <summary>Returns "a, b or c".</summary>
    public static string Or(IEnumerable<string> items) => Join(items, "or");

    private static string Join(IEnumerable<string> items, string last)
    {
        string[] all = [.. items];
        return all.Length < 2
            ? string.Concat(all)
            : $"{string.Join(", ", all[..^1])} {last} {all[^1]}";
    }
}
