using BelmAgent.Planning.Requests;
using BelmAgent.Planning.Text;

namespace BelmAgent.Planning.FollowUps;

/// <summary>The thing in the picture that a change is about, and the same change for another thing.</summary>
internal static class ChangeSubject
{
    /// <summary>Returns the thing; null if the change is about the whole picture.</summary>
    public static Phrase? From(Change change) => change switch
    {
        Change.Become { From: { } from, Aspect: Aspect.None } => from,
        Change.Become become => become.Subject,
        Change.Remove remove => remove.What,
        Change.Move move => move.What,
        Change.Add { Where: { } where } when Preposition(where) is var length && length < where.Words.Length => where[length..],
        _ => null,
    };

    /// <summary>Returns the same change about another thing.</summary>
    public static Change With(Change change, Phrase thing) => change switch
    {
        Change.Become become => become with { Subject = thing, From = null },
        Change.Remove => new Change.Remove(thing),
        Change.Move move => move with { What = thing },
        Change.Add { Where: { } where } add => add with { Where = new([.. where[..Preposition(where)].Words, .. thing.Words]) },
        Change.Add add => add with { Where = new(["to", .. thing.Words]) },
        _ => change,
    };

    private static int Preposition(Phrase where)
    {
        var length = 0;
        while (length < where.Words.Length && (WordClass.Prepositions.Contains(where.Words[length]) || where.Words[length] is "front" or "top" or "left" or "right"))
        {
            length++;
        }

        return length;
    }
}
