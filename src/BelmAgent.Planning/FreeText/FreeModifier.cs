using BelmAgent.Editing.Plans;
using BelmAgent.Planning.Requests;
using BelmAgent.Planning.Text;

namespace BelmAgent.Planning.FreeText;

/// <summary>Changes a modifier of a thing that otherwise stays the same: "the full moon" becomes "a crescent moon".</summary>
internal static class FreeModifier
{
    /// <summary>Gives a noun the modifiers of a result with the same noun.</summary>
    public static Placement Refine(FreeCaption caption, NounSpan span, Change.Become change)
    {
        var words = caption.Words;
        var modifiers = change.Result.Bare[..^1];
        var count = WordClass.Indefinite.Contains(change.Result.Words[0]) && !Article.Is(change.Result.Words[0]) ? change.Result.Words[0] : null;
        var isNamed = span.Named < span.End - 1;
        var after = isNamed && !WordClass.Determiners.Contains(words.Words[span.Named])
            ? words.Replace(span.Named, span.End - 1, modifiers.Words)
            : modifiers.IsEmpty ? words : NounModifiers.Set(words, span, modifiers, change.Subject);
        if (count is not null && WordClass.Determiners.Contains(words.Words[span.Start]))
        {
            after = after.Replace(span.Start, span.Start + 1, count);
        }

        return Done(caption, after, WordSets.IsBackdrop(words.Words[span.End - 1]) ? EditType.ChangeBackground : KindOf(modifiers), words.Words[span.End - 1], $"{words.Words[span.End - 1]} becomes {change.Result}");
    }

    /// <summary>
    /// Replaces the difference between "the bird logo" and "a fish logo", in whatever form the caption uses ("a logo of a bird");
    /// returns null if they do not share their noun or the caption does not contain it exactly once.
    /// </summary>
    public static Placement? Difference(FreeCaption caption, Change.Become change)
    {
        var (subject, result) = (NounFinder.Core(change.Subject), change.Result.Bare);
        return subject.Words.Length > 1 && result.Words.Length > 1 && NounFinder.Same(subject.Words[^1], result.Words[^1])
            && NounFinder.Find(caption.Words.Words, subject[^1..]) is [_] && NounFinder.Find(caption.Words.Words, subject[..^1]) is [var old]
            ? Done(caption, caption.Words.Replace(old.Named, old.End, result[..^1].Words), KindOf(result[..^1]), subject.Words[^1], $"{subject} becomes {result}")
            : null;
    }

    /// <summary>Returns the applied change, or a question if it changes nothing.</summary>
    public static Placement Done(FreeCaption caption, CaptionText after, EditType type, string noun, string reason) =>
        after.ToString() == caption.Text
            ? Placement.Ask($"The caption already says \"{caption.Text}\". What should change?", "The request changes nothing.")
            : Placement.Done(new FreeCaption(after), type, reason) with { Antecedent = new Phrase(noun) };

    /// <summary>Returns the kind of a change of modifiers.</summary>
    /// <param name="modifiers">The new modifiers.</param>
    /// <param name="noun">The noun that they modify; null if it does not matter.</param>
    public static EditType KindOf(Phrase modifiers, string? noun = null) =>
        noun is not null && Nouns.IsLimb(noun) && Scales.Oppose(modifiers.Words[^1], "raised") ? EditType.ChangePose :
        WordSets.IsColor(modifiers) ? EditType.ChangeColor
        : WordSets.IsMaterial(modifiers) || WordSets.IsFigure(modifiers) ? EditType.ChangeMaterial
        : modifiers.Words is [.., var name] && Hypernyms.IsName(name) ? EditType.ChangeObject
        : !modifiers.IsEmpty && Weather.Read(modifiers) is not null ? EditType.ChangeBackground
        : EditType.ChangeContent;
}
