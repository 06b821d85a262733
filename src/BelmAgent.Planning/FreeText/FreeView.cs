using System.Collections.Frozen;
using BelmAgent.Editing.Plans;
using BelmAgent.Planning.Requests;
using BelmAgent.Planning.Text;

namespace BelmAgent.Planning.FreeText;

/// <summary>Changes the point of view of the picture: "in side view", "aerial photography".</summary>
internal static class FreeView
{
    private static readonly FrozenSet<string> Heads = Set("view viewpoint perspective angle close-up closeup photography shot");
    private static readonly FrozenSet<string> Fillers = Set("viewpoint point");

    /// <summary>Returns whether words name a point of view.</summary>
    public static bool Is(Phrase words) =>
        words.Words is [.., var last] && (Heads.Contains(last) || words.Words is [.., "view", "point"] || words.Words is ["close", "up"]);

    /// <summary>Sets the point of view, replacing another one, otherwise at the end.</summary>
    public static Placement Apply(FreeCaption caption, Phrase view)
    {
        var said = view.Bare.Words.Where(word => !Fillers.Contains(word)).ToList();
        said = said is [.., "photography", "view"] ? said[..^1] : said;
        var words = caption.Words;
        var old = words.Words.IndexOf("view");
        if (old > 0 && said is [var side, "view"] && Scales.Oppose(words.Words[old - 1], side))
        {
            return Done(words.Replace(old - 1, old, side), view);
        }

        return Done(words.Append(said[^1] is "view" or "angle" or "perspective" ? ["in", .. said] : said), view);
    }

    private static Placement Done(CaptionText words, Phrase view) =>
        Placement.Done(new FreeCaption(words), EditType.ChangePose, $"the view becomes {view.Bare}");

    private static FrozenSet<string> Set(string words) => words.Split(' ').ToFrozenSet(StringComparer.OrdinalIgnoreCase);
}
