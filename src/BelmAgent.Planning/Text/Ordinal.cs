namespace BelmAgent.Planning.Text;

/// <summary>Ordinal numbers: "the second one".</summary>
internal static class Ordinal
{
    private const int Last = -1;
    private static readonly string[] Names = ["first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth"];

    /// <summary>Gets the number of available names.</summary>
    public static int Count => Names.Length;

    /// <summary>Returns the name of a position, from 0; the last name for all positions beyond.</summary>
    public static string Name(int place) => Names[Math.Min(place, Names.Length - 1)];

    /// <summary>Returns the position that a word names, from 0, −1 for "last"; null if it is not an ordinal.</summary>
    public static int? Read(string word) =>
        word.Equals("last", StringComparison.OrdinalIgnoreCase) ? Last
        : Array.FindIndex(Names, name => name.Equals(word, StringComparison.OrdinalIgnoreCase)) is >= 0 and var place ? place
        : null;

    /// <summary>Returns the item at a position; empty if there are fewer items.</summary>
    public static IReadOnlyList<T> Pick<T>(IReadOnlyList<T> items, int place)
    {
        var at = place == Last ? items.Count - 1 : place;
        return at >= 0 && at < items.Count ? [items[at]] : [];
    }
}
