using System.Collections.Frozen;
using System.Collections.Immutable;
using BelmAgent.Planning.Lexicon;
using BelmAgent.Planning.Text;

namespace BelmAgent.Planning.Soundness;

/// <summary>Finds numbers of a target that neither the caption nor the request says, and that do not come out of theirs: three candles, where there were six and eight are asked for.</summary>
internal static class UnsaidNumbers
{
    private const int Least = 3;    // two may be meant by a plural, and one by anything
    // A request with one of these changes a number by an unsaid one, or to one.
    private static readonly FrozenSet<string> Vague = Set("few several some many couple half double twice triple bunch fewer less more lots dozens crowd group trio quartet quintet duo pair both twins triplets all every each none halve quadruple third fourth fifth sixth seventh eighth ninth tenth last somebody someone along everyone family");
    private static readonly FrozenSet<string> ByOne = Set("another extra one a an more fewer less minus other too also join joins additional spare missing gone remove lose without");

    /// <summary>Returns the faults.</summary>
    /// <param name="before">The words of the caption.</param>
    /// <param name="request">The request.</param>
    /// <param name="after">The words of the target.</param>
    public static IEnumerable<PlanFault> Find(ImmutableArray<string> before, string request, ImmutableArray<string> after)
    {
        var numbers = after.Where(word => Numbers.Read(word) >= Least && !before.Contains(word, StringComparer.OrdinalIgnoreCase)).ToList();
        if (numbers.Count == 0)
        {
            yield break;
        }

        var asked = Phrase.Parse(request).Words;
        int[] had = [1, .. before.Select(Numbers.Read).OfType<int>()], said = [.. asked.Select(Numbers.Read).OfType<int>()];
        var steps = said.Where(number => number > 1).Concat(asked.Any(ByOne.Contains) ? [1] : []).ToList();
        HashSet<int> known = [.. had, .. said, .. from number in had from step in steps from sum in new[] { number + step, number - step } select sum];
        foreach (var number in numbers)
        {
            if (!known.Contains(Numbers.Read(number)!.Value) && !asked.Any(Vague.Contains))
            {
                yield return new(PlanFaultKind.Grammar, number.ToLowerInvariant());
            }
        }
    }

    private static FrozenSet<string> Set(string words) => words.Split(' ').ToFrozenSet(StringComparer.OrdinalIgnoreCase);
}
