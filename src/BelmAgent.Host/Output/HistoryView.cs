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
        return HistoryTree.Of(pictures).SelectMany(row =>
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
