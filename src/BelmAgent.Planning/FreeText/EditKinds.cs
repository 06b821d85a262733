using System.Collections.Immutable;
using BelmAgent.Editing.Plans;
using BelmAgent.Planning.Lexicon;
using BelmAgent.Planning.Requests;
using BelmAgent.Planning.Text;

namespace BelmAgent.Planning.FreeText;

/// <summary>Determines the kind of a change.</summary>
internal static class EditKinds
{
    /// <summary>Returns the kind of a change of modifiers.</summary>
    /// <param name="modifiers">The new modifiers.</param>
    /// <param name="noun">The noun that they modify; null if it does not matter.</param>
    public static EditType OfModifier(Phrase modifiers, string? noun = null) =>
        noun is not null && Nouns.IsLimb(noun) && Scales.Oppose(modifiers.Words[^1], "raised") ? EditType.ChangePose
        : WordSets.IsColor(modifiers) ? EditType.ChangeColor
        : WordSets.IsMaterial(modifiers) || WordSets.IsFigure(modifiers) ? EditType.ChangeMaterial
        : modifiers.Words is [.., var name] && Nouns.IsName(name) ? EditType.ChangeObject
        : !modifiers.IsEmpty && Weather.Read(modifiers) is not null ? EditType.ChangeBackground
        : EditType.ChangeContent;

    /// <summary>Returns the kind of an exchange of one thing or attribute for another.</summary>
    public static EditType OfExchange(CaptionText caption, NounSpan span, Change.Become change)
    {
        var (words, result) = (caption.Words, change.Result);
        var old = words[span.Named..span.End];
        var isModifier = !NounFinder.IsHead(words, span.End);
        return change.Aspect switch
        {
            Aspect.Color => EditType.ChangeColor,
            Aspect.Material => EditType.ChangeMaterial,
            Aspect.Pose => EditType.ChangePose,
            Aspect.State => EditType.ChangeContent,
            _ when WordSets.IsBackdropNamed(change.Subject) => EditType.ChangeBackground,
            _ when (span.End < words.Length && words[span.End] is "view") || WordSets.IsViewpoint(change.Subject) => EditType.ChangePose,
            _ when isModifier is false && change.From is not null && !change.Subject.IsEmpty && Nouns.IsLimb(change.Subject.Words[^1]) => EditType.ChangePose,
            _ when WordSets.IsColor(result) => WordLexicon.AreAlike(old[^1], result.Words[^1]) ? EditType.ChangeObject : EditType.ChangeColor,
            _ when IsDoing(old) && IsDoing(result.Words) => Actions.IsFace(old[0]) ? EditType.ChangeContent : EditType.ChangePose,
            _ when isModifier && change.From is not null && !WordSets.IsMaterial(result) && !WordSets.IsBackground(old[0]) && !IsOfSky(words, span, result) => EditType.ChangeContent,
            _ when Actions.Doing(new Phrase(old[^1])) is { } face && Actions.IsFace(face.Words[0]) => EditType.ChangeContent,
            _ when span.Start > 0 && WordClass.Places.Contains(words[span.Start - 1]) && Weather.Read(new Phrase(old)) is not null => EditType.ChangeBackground,
            _ when change.From is not null && NounFinder.Core(change.Subject).Words is [.., var part] && Nouns.IsPart(part) => EditType.ChangeContent,
            _ when isModifier && WordSets.IsMaterial(new Phrase(old)) && WordSets.IsMaterial(result) => EditType.ChangeMaterial,
            _ when result.Words.Length > 1 && Nouns.Same(old[^1], result.Words[^1]) => OfModifier(result.Bare[..^1]),
            _ when isModifier && Scales.Has(result.Words[^1]) => IsOfSky(words, span, result) ? EditType.ChangeBackground : EditType.ChangeContent,
            // "a barn beside a silo" is about the barn.
            _ when span.Start == 0 && span.End < words.Length && !WordSets.IsBackground(result.Words[^1]) => EditType.ChangeObject,
            _ when Places.IsPlace(caption, span) || WordSets.IsBackground(old[^1]) || NounFinder.Core(change.Subject).Words is [.., var place] && WordSets.IsBackground(place) => EditType.ChangeBackground,
            _ when Places.IsPlaceFor(caption, span, result) => EditType.ChangeBackground,
            _ when WordSets.IsState(result) => EditType.ChangeContent,
            _ => EditType.ChangeObject,
        };
    }

    private static bool IsDoing(ImmutableArray<string> words) =>
        words.Length > 0 && (Actions.IsParticiple(words[0]) || words[0].EndsWith("ing", StringComparison.OrdinalIgnoreCase));

    private static bool IsOfSky(ImmutableArray<string> words, NounSpan span, Phrase result) =>
        Weather.Read(result) is not null || WordSets.IsBackdrop(words[Math.Min(span.End, words.Length - 1)]);
}
