using BelmAgent.Editing.Plans;
using BelmAgent.Planning.Lexicon;
using BelmAgent.Planning.Requests;
using BelmAgent.Planning.Text;

namespace BelmAgent.Planning.FreeText.Rules;

/// <summary>Changes one of several things: "make one of the dogs black".</summary>
internal sealed class OneOfRule : Rule
{
    /// <inheritdoc/>
    public override Placement? Place(Edit edit)
    {
        if (edit.Change is not Change.OneOf change)
        {
            return null;
        }

        var (found, question) = edit.Caption.Find(change.What, edit.Antecedent);
        if (found is not { } span)
        {
            return question;
        }

        if (Groups.NumberOf(edit.Words, span) == 1)
        {
            return RuleBook.Place(new Edit(edit.Caption, On(change.Inner, change.What), edit.Antecedent));
        }

        return change.Inner switch
        {
            Change.Become { Link: ResultLink.With, Result: { } other } => Split(edit, span, other.IsIndefinite ? other.Words : Article.Indefinite(other).Words, EditType.ChangeObject),
            Change.Become { Result: { } state } when Actions.Doing(state) is { } doing => Apart(edit, span, doing, Actions.IsHaving(doing.Words[0]) ? EditType.AddObject : EditType.ChangePose),
            Change.Become { Result: { } state } when state.IndexOfAny(WordClass.Prepositions) >= 0 => Apart(edit, span, state, EditType.ChangeContent),
            Change.Become { Result: { IsIndefinite: true } other } => Split(edit, span, other.Words, EditType.ChangeObject),
            Change.Become { Result: { } state } => Stated(edit, span, state),
            Change.Add { What: { } what } => Apart(edit, span, new(["with", .. what.Words]), EditType.AddObject),
            _ => edit.Caption.Unclear(change.What),
        };
    }

    private static Change On(Change inner, Phrase what) => inner switch
    {
        Change.Become become => become with { Subject = what },
        Change.Add add => add with { Where = new(["to", .. what.Words]) },
        _ => inner,
    };

    // "a black dog and another dog", "one black dog and three other dogs"
    private static Placement Stated(Edit edit, NounSpan span, Phrase state)
    {
        var one = Groups.One(edit.Text, span);
        var changed = NounModifiers.Set(one, new NounSpan(0, one.Words.Length - 1, one.Words.Length), state.Bare).Words;
        var type = EditKinds.OfModifier(state);
        if (span.Start > 0 && WordClass.Possessives.Contains(edit.Words[span.Start - 1]))
        {
            return Apart(edit, span, state, type);
        }

        return Groups.NumberOf(edit.Words, span) switch
        {
            2 => Done(edit, span, [Article.For(changed[0]), .. changed, "and", "another", .. one.Words], state, type),
            { } number => Done(edit, span, ["one", .. changed, "and", Numbers.Name(number - 1), "other", .. one.Words[..^1], Numbers.Plural(one.Words[^1])], state, type),
            null => Apart(edit, span, state, type),
        };
    }

    // "a man and a robot"
    private static Placement Split(Edit edit, NounSpan span, IReadOnlyList<string> other, EditType type)
    {
        var one = Groups.One(edit.Text, span).Words;
        return Groups.NumberOf(edit.Words, span) switch
        {
            2 => Done(edit, span, [Article.For(one[0]), .. one, "and", .. other], new([.. other]), type),
            { } number => Done(edit, span, [Numbers.Name(number - 1), .. one[..^1], Numbers.Plural(one[^1]), "and", .. other], new([.. other]), type),
            null => Done(edit, span, [.. edit.Words[span.Start..span.End], "and", .. other], new([.. other]), type),
        };
    }

    // "two parrots, one of them flying away, on a branch"
    private static Placement Apart(Edit edit, NounSpan span, Phrase what, EditType type)
    {
        string[] words = [.. edit.Words[span.Start..span.End], ",", "one", "of", "them", .. what.Words];
        return Done(edit, span, span.End >= edit.Text.End || edit.Words[span.End] is "," or "." ? words : [.. words, ","], what, type);
    }

    private static Placement Done(Edit edit, NounSpan span, IReadOnlyList<string> words, Phrase result, EditType type) =>
        edit.Done(edit.Text.Replace(span.Start, span.End, words), type, $"one of the {edit.Words[span.End - 1]} becomes {result}", new Phrase(edit.Words[span.End - 1]), edit.Words[span.Start..span.End]);
}
