using BelmAgent.Planning.Lexicon;
using BelmAgent.Planning.Text;

namespace BelmAgent.Planning.FreeText;

/// <summary>Fits a new action into a caption.</summary>
internal static class Doings
{
    /// <summary>Returns an action without the complement that the caption has already: "pointing | at the camera" after "waving at the camera".</summary>
    public static Phrase Fitted(CaptionText words, int at, Phrase doing)
    {
        // "putting down his hand" after "raising his hand"
        var verb = doing.Words is [_, var particle, _, ..] && WordClass.Directions.Contains(particle) && WordClass.Determiners.Contains(doing.Words[2]) ? 2 : 1;
        var (rest, there) = (PlainWords(doing.Words.Skip(verb)), PlainWords(words.Words.Skip(at)));
        return rest.Count > 0 && there.Take(rest.Count).Zip(rest).All(pair => pair.First.Equals(pair.Second, StringComparison.OrdinalIgnoreCase) || Nouns.IsOtherName(pair.Second, pair.First)) && there.Count >= rest.Count ? doing[..verb] : doing;
    }

    private static List<string> PlainWords(IEnumerable<string> words) => [.. words.Where(word => !WordClass.Determiners.Contains(word))];
}
