using System.Collections.Frozen;
using BelmAgent.Editing.Plans;
using BelmAgent.Planning.Requests;
using BelmAgent.Planning.Lexicon;
using BelmAgent.Planning.Text;

namespace BelmAgent.Planning.FreeText.Rules;

/// <summary>Changes the point of view of the picture: "in side view", "aerial photography".</summary>
internal sealed class ViewRule : BecomeRule
{
    private static readonly FrozenSet<string> Fillers = new[] { "viewpoint", "point" }.ToFrozenSet();

    /// <inheritdoc/>
    protected override Placement? Place(Edit edit, Change.Become change) =>
        WordSets.IsViewpoint(change.Result) && (WordSets.IsWhole(change.Subject) || WordSets.IsViewpoint(change.Subject)) ? Apply(edit.Caption, change.Result) : null;

    // Replaces another point of view, otherwise appends it.
    private static Placement Apply(FreeCaption caption, Phrase view)
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
}
