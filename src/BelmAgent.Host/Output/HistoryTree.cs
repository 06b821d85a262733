using BelmAgent.Editing.Library;

namespace BelmAgent.Host.Output;

/// <summary>Arranges pictures as a tree: each after the one from which it was made, indented only at branches.</summary>
internal static class HistoryTree
{
    /// <summary>Returns the rows from top to bottom.</summary>
    /// <param name="pictures">The pictures with their numbers; children of the same parent keep this order.</param>
    public static IReadOnlyList<HistoryRow> Of(IReadOnlyList<(int Number, Picture Picture)> pictures)
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
