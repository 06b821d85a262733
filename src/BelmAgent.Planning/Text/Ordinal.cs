namespace BelmAgent.Planning.Text;

/// <summary>Numbers of order: "the second one".</summary>
internal static class Ordinal
{
    private const int Last = -1;
    private static readonly string[] Names = ["first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth"];

    /// <summary>How many there are names for.</summary>
    public static int Count => Names.Length;

    /// <summary>Returns the name of a place, from 0; the last name for all that go beyond.</summary>
    public static string Of(int place) => Names[Math.Min(place, Names.Length - 1)];

    /// <summary>Returns the place that a word names, from 0, −1 for "last"; null when it names none.</summary>
    public static int? Read(string word) =>
        word.Equals("last", StringComparison.OrdinalIgnoreCase) ? Last
        : Array.FindIndex(Names, name => name.Equals(word, StringComparison.OrdinalIgnoreCase)) is >= 0 and var place ? place
        : null;

    /// <summary>Returns the item at a place; none when there are not so many.</summary>
    public static IReadOnlyList<T> Pick<T>(IReadOnlyList<T> items, int place)
    {
        var at = place == Last ? items.Count - 1 : place;
        return at >= 0 && at < items.Count ? [items[at]] : [];
    }
}
