using System.Collections.Frozen;
using System.Collections.Immutable;
using BelmAgent.Planning.Lexicon;
using BelmAgent.Planning.Text;

namespace BelmAgent.Planning.Soundness;

/// <summary>Finds numbers of a target that neither the caption nor the request says, and that do not come out of theirs: three candles, where there were six and eight are asked for.</summary>
internal static class UnsaidNumbers
{
    private const int Least = 3;    // two may be meant by a plural, and one by anything
    // With one of these, a request changes a number by an unsaid one.
    private static readonly FrozenSet<string> Vague = WordClass.Set("few several some many couple half double twice triple bunch lots dozens crowd group trio quartet quintet duo pair both twins triplets all every each none halve quadruple third fourth fifth sixth seventh eighth ninth tenth last somebody someone along everyone family multiple numerous handful rest");
    // With these too, where it says no number.
    private static readonly FrozenSet<string> Difference = WordClass.Set("more extra additional fewer less");
    // With these by one.
    private static readonly FrozenSet<string> ByOne = WordClass.Set("another one a an minus other too also join joins spare missing gone remove lose without");

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
        List<int> said = [.. asked.Select(Times).OfType<int>()], shown = [.. before.Select(Numbers.Read).OfType<int>()], several = [.. shown.Where(number => number > 1)];
        var steps = said.Where(number => number > 1).Distinct().ToList();
        if (asked.IsEmpty || asked.Any(Vague.Contains) || (steps.Count == 0 && asked.Any(Difference.Contains)))
        {
            yield break;
        }

        if (asked.Any(ByOne.Contains))
        {
            steps.Add(1);
        }

        foreach (var number in numbers)
        {
            // What there is of them, more or fewer, twice where two changes are asked for; or what there is together.
            List<int> had = CountOf(Noun(after, number), before) is { } count ? [count] : [1, .. shown], sums = [.. Sums(had, steps)];
            if (!had.Concat(said).Concat(sums).Concat(steps.Count > 1 ? Sums(sums, steps) : []).Concat(Sums(several, several)).Contains(Numbers.Read(number)!.Value))
            {
                yield return new(PlanFaultKind.Grammar, number.ToLowerInvariant());
            }
        }
    }

    // "oysters" of "six fresh oysters"
    private static string? Noun(ImmutableArray<string> words, string number) => words.SkipWhile(word => word != number).Skip(1).Take(3).FirstOrDefault(word => WordLexicon.IsThing(Numbers.Singular(word)));

    // How many of a name there are; null if no number, or several, stand before it.
    private static int? CountOf(string? noun, ImmutableArray<string> words)
    {
        int[] counts = [.. from at in Enumerable.Range(0, words.Length)
            where noun is not null && Nouns.Same(words[at], noun)
            from count in words[Math.Max(0, at - 3)..at].Select(Numbers.Read).OfType<int>().Where(count => count > 1).TakeLast(1)
            select count];
        return counts is [var only] ? only : null;
    }

    // "x3", "3x"
    private static int? Times(string word) => Numbers.Read(word.Any(char.IsDigit) ? word.Trim('x') : word);

    private static IEnumerable<int> Sums(List<int> numbers, List<int> steps) => from number in numbers from step in steps from sum in new[] { number + step, number - step } select sum;
}
