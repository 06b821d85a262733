using System.Globalization;
using System.Text.Json;
using BelmAgent.Editing.Library;
using BelmAgent.Host.Terminal;
using Spectre.Console;

namespace BelmAgent.Host.Output;

/// <summary>Prints the history of a picture as a tree: number, mark, id, kind and the request, with thumbnails if they can be shown.</summary>
internal static class HistoryView
{
    private const int KindColumns = 13;
    private const char HalfBlock = '▀';

    /// <summary>Returns the lines to print.</summary>
    /// <param name="pictures">The pictures with their numbers, oldest first.</param>
    /// <param name="currentId">The picture to mark.</param>
    /// <param name="width">Width of the terminal in cells.</param>
    /// <param name="thumbnail">Creates a picture's lines; null for text only.</param>
    public static IEnumerable<string> Lines(
        IReadOnlyList<(int Number, Picture Picture)> pictures, string? currentId, int width, Func<Picture, IReadOnlyList<string>>? thumbnail = null)
    {
        var digits = pictures.Select(entry => entry.Number.ToString(CultureInfo.InvariantCulture).Length).DefaultIfEmpty().Max();
        return HistoryTree.Create(pictures).SelectMany(row =>
        {
            var number = row.Number.ToString(CultureInfo.InvariantCulture).PadLeft(digits);
            var mark = row.Picture.Id == currentId ? "*" : " ";
            var (id, kind, request) = (row.Picture.Id, Kind(row.Picture), Request(row.Picture));
            return thumbnail is null
                ? [$"{number} {row.Branch}{mark} {id}  {kind.PadRight(KindColumns)}  {request}".TrimEnd()]
                : Beside(thumbnail(row.Picture), $"{number} {row.Branch}{mark} ", $"{new string(' ', digits)} {row.Below}  ", [$"{id}  {kind}", request], width);
        });
    }

    private static IEnumerable<string> Beside(IReadOnlyList<string> thumbnail, string first, string below, string[] texts, int width)
    {
        var rows = Math.Max(thumbnail.Count, texts.Length);
        for (var row = 0; row < rows; row++)
        {
            var lead = row == 0 ? first : below;
            var picture = row < thumbnail.Count ? thumbnail[row] : "";
            var room = Math.Max(width - lead.Length - picture.Count(character => character == HalfBlock) - 3, 1);
            yield return $"{lead}{picture}  {Clip(texts.ElementAtOrDefault(row) ?? "", room)}".TrimEnd();
        }
    }

    private static string Kind(Picture picture) => JsonSerializer.SerializeToElement(picture.Recipe.Kind).GetString()!;

    private static string Request(Picture picture) => PlainText.Line(picture.Recipe.Plan?.Request ?? picture.Recipe.Caption ?? picture.Recipe.Prompt);

    // A wrapped line would be placed below the thumbnail.
    private static string Clip(string text, int width)
    {
        if (text.GetCellWidth() <= width)
        {
            return text;
        }

        var end = 0;
        for (var used = 1; end < text.Length && (used += text[end].ToString().GetCellWidth()) <= width; end++)
        {
        }

        return $"{text[..end]}…";
    }
}

/// <summary>A picture's place in a drawn tree.</summary>
/// <param name="Number">Its number.</param>
/// <param name="Picture">The picture.</param>
/// <param name="Branch">The lines that lead to it, in its own row.</param>
/// <param name="Below">The lines that pass it, in the rows below.</param>
internal sealed record HistoryRow(int Number, Picture Picture, string Branch, string Below);

/// <summary>Arranges pictures as a tree: each after the one from which it was made, indented only at branches.</summary>
internal static class HistoryTree
{
    /// <summary>Returns the rows from top to bottom.</summary>
    /// <param name="pictures">The pictures with their numbers; children of the same parent keep this order.</param>
    public static IReadOnlyList<HistoryRow> Create(IReadOnlyList<(int Number, Picture Picture)> pictures)
    {
        var ids = pictures.Select(entry => entry.Picture.Id).ToHashSet();
        // A parent that is not listed counts as none.
        var children = pictures.ToLookup(entry => entry.Picture.ParentId is { } parent && ids.Contains(parent) ? parent : "");
        var rows = new List<HistoryRow>();
        var open = new Stack<((int Number, Picture Picture) Entry, string Branch, string Below)>(children[""].Reverse().Select(root => (root, "", "")));
        while (open.TryPop(out var next))
        {
            var ((number, picture), branch, below) = next;
            rows.Add(new HistoryRow(number, picture, branch, below));
            var made = children[picture.Id].ToList();
            for (var i = made.Count - 1; i >= 0; i--)
            {
                open.Push(made.Count == 1 ? (made[i], below, below)
                    : i == made.Count - 1 ? (made[i], below + "└─ ", below + "   ")
                    : (made[i], below + "├─ ", below + "│  "));
            }
        }

        return rows;
    }
}
