using BelmAgent.Planning.Lexicon;
using BelmAgent.Planning.Text;

namespace BelmAgent.Planning.Requests;

/// <summary>Says a change as a command by itself, as a request that does not depend on earlier ones.</summary>
internal static class ChangeCommand
{
    /// <summary>Returns the command.</summary>
    /// <param name="change">The change.</param>
    /// <param name="antecedent">The antecedent of "it"; null if nothing was mentioned before.</param>
    public static string Say(Change change, Phrase? antecedent) => change switch
    {
        Change.Become become => Become(become, Name(become.Subject, antecedent)),
        Change.Add { Where: null } add => $"add {add.What}",
        Change.Add { Where: { } where } add => $"add {add.What} {Where(where, antecedent)}",
        Change.Remove remove => $"remove {Name(remove.What, antecedent)}",
        Change.Move move => $"put {Name(move.What, antecedent)} {Where(move.Where, antecedent)}",
        Change.Count { Number: 0 } count => $"double the number of {count.What.Bare}",
        Change.Count { IsDifference: false } count => $"change the number of {count.What} to {Numbers.Name(count.Number)}",
        Change.Count { Number: > 0 } count => $"add {Numbers.Name(count.Number)} more {count.What}",
        Change.Count { Number: -1 } count => $"remove one of the {count.What.Bare}",
        Change.Count count => $"remove {Numbers.Name(-count.Number)} of the {count.What.Bare}",
        Change.OneOf { Inner: Change.Become inner } one => Become(inner, $"one of the {one.What.Bare}"),
        Change.OneOf { Inner: Change.Add inner } one => $"give one of the {one.What.Bare} {inner.What}",
        Change.OneOf one => $"change one of the {one.What.Bare}",
        Change.Only only => $"leave only {string.Join(" and ", only.Kept.Select(kept => Name(kept, antecedent)))}",
        Change.Write { Where.IsEmpty: true } write => $"write \"{write.Text}\"",
        Change.Write write => $"write \"{write.Text}\" on {Name(write.Where, antecedent)}",
        _ => throw new System.Diagnostics.UnreachableException(),
    };

    private static string Become(Change.Become change, string subject)
    {
        var (result, isNamed) = (change.Result.ToString(), subject.Length > 0);
        var thing = isNamed ? subject : "it";
        var aspect = change.Aspect switch
        {
            Aspect.Color => "color",
            Aspect.Material => "material",
            Aspect.Pose => "pose",
            Aspect.Style => "style",
            _ => "",
        };
        return change switch
        {
            { From: { } from } when aspect.Length > 0 && isNamed => $"change the {aspect} of {subject} from {from} to {result}",
            { From: { } from } when isNamed => $"change {subject} from {from} to {result}",
            { From: { } from } => $"change {from} to {result}",
            { Aspect: Aspect.Style } when !isNamed => $"change the style to {result}",
            { Aspect: not (Aspect.None or Aspect.State) } when isNamed => $"change the {aspect} of {subject} to {result}",
            // "make the dog on a chair black" might be about the chair.
            { Link: ResultLink.None or ResultLink.To, Subject.IsEmpty: false } when WordSets.IsColor(change.Result) && Phrase.Parse(subject).IndexOfAny(WordClass.Prepositions, 1) > 0 => $"change the color of {string.Join(' ', subject.Split(' ').Select(word => Article.Is(word) ? "the" : word))} to {result}",
            { Link: ResultLink.With } => $"replace {thing} with {result}",
            { Link: ResultLink.Into } => $"turn {thing} into {result}",
            { Link: ResultLink.To } => $"change {thing} to {result}",
            _ => $"make {thing} {result}",
        };
    }

    private static string Name(Phrase named, Phrase? antecedent) =>
        named.IsEmpty ? "" : named.IsPronoun && antecedent is not null ? Definite(antecedent) : named.Words is [var only] ? Object(only) : named.ToString();

    // "make him smile" for "he should smile"
    private static string Object(string pronoun) => pronoun.ToLowerInvariant() switch
    {
        "he" or "his" => "him",
        "she" => "her",
        "they" or "their" => "them",
        "its" => "it",
        _ => pronoun,
    };

    private static string Where(Phrase where, Phrase? antecedent) =>
        antecedent is not null && where.Words is [.., var last] && new Phrase(last).IsPronoun ? $"{where[..^1]} {Definite(antecedent)}" : where.ToString();

    private static string Definite(Phrase thing) => thing.Words.Length > 0 && (WordClass.Determiners.Contains(thing.Words[0]) || char.IsUpper(thing.Words[0][0])) ? thing.ToString() : $"the {thing}";
}
