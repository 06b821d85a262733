using BelmAgent.Planning.FreeText;
using BelmAgent.Planning.Reading;
using BelmAgent.Planning.Requests;
using BelmAgent.Planning.Lexicon;
using BelmAgent.Planning.Text;

namespace BelmAgent.Planning.FollowUps;

/// <summary>Determines the antecedent of "it" after an earlier request.</summary>
internal static class Antecedent
{
    /// <summary>Returns the subject of the last request under its current name; null if it is not in the caption.</summary>
    /// <param name="history">The earlier turns, oldest first.</param>
    /// <param name="caption">The current caption of the picture.</param>
    /// <param name="reader">Interprets words that only make sense in context, such as "no, the other one".</param>
    public static Phrase? Find(IReadOnlyList<PlanningTurn> history, ICaption caption, FollowUpReader reader)
    {
        var turns = history;
        while (turns is [.., var before, var amount] && FollowUp.Read(amount.Request, before.Request).Kind is FollowUpKind.More or FollowUpKind.Less)
        {
            turns = [.. turns.SkipLast(1)];
        }

        if (turns is not [.., var last])
        {
            return null;
        }

        var understood = last.Caption is { } then ? reader.Read(last.Request, then, [.. turns.SkipLast(1)]).Changes : [];
        return new RequestParser(caption).Parse(last.Request).Reverse().Concat(understood.Reverse())
            .SelectMany(Mentions)
            .Select(caption.Resolve)
            .FirstOrDefault(resolved => resolved is not null);
    }

    private static IEnumerable<Phrase> Mentions(Change change) => change switch
    {
        Change.Become { Link: not ResultLink.None } become when !WordSets.IsState(become.Result) => [become.Result, become.Subject],
        Change.Become become => [become.Subject],
        Change.Add add => [add.What],
        Change.Move move => [move.What],
        _ => [],
    };
}
