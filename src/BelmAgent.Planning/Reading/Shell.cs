using System.Text.RegularExpressions;
using BelmAgent.Planning.Lexicon;
using BelmAgent.Planning.Requests;
using BelmAgent.Planning.Text;

namespace BelmAgent.Planning.Reading;

/// <summary>The words around a change that only ask for it: "could you", "i would like", "what if", "there should be", "it needs".</summary>
internal static class Shell
{
    private const string Better = "(?:(?:much|way|so|a lot|super|very|even|quite) )*(?:better|nicer?|cooler|great|cool|best|good|perfect|lovely|lovelier|funnier|fun|prettier|pretty|fancier|fancy|cuter?|amazing|awesome|sweet|beautiful|ideal|neat|ok|fine)";

    private static readonly (Regex Pattern, Mood? Mood)[] Openings =
    [
        .. new (string, Mood?)[]
        {
            ("(?:so|and|but|ok|okay|hey|hi|hello|yo|well|also|now|just|oh|um|then|yes|yeah|alright|right|sorry|excuse me|again|of course|good (?:morning|evening|day)|dear \\w+)(?: (?:there|guys|all|everyone|so))?[\\s,:!]+", null),
            ("(?:be (?:a|an|so|my) [\\w ]+? (?:and|as to)|ask (?:you )?(?:to|for|if)|quick (?:one|question|request)|(?:one more|last) thing) ", null),
            ("(?:would|should|could|is|can|are) not (?=(?:it|this|the|a|an|he|she|they|\\w+ (?:look|be|feel|suit|fit))\\b)", Mood.Like),
            ("(?:if|when|whenever) you (?:have|get|can|find|could|want|like|don't mind|do not mind)\\b[^,]*?(?:, | (?=(?:can|could|would|make|turn|add|remove|change|put|give|swap|replace)\\b))", null),
            ("(?:can|could|would|will|may|might|should|shall|do|did) (?:not )?(?:you|we|i|someone|somebody)(?: guys| all| just| try to| go ahead and| possibly)* ", null),
            ("(?:would |will |do )?you mind |mind ", null),
            ("(?:would |is |are )?(?:it|there)? ?(?:be )?(?:any (?:way|chance)|possible|a way|a chance)(?: of| that| for| to| you| we| i| can| could| get to)* ", null),
            ("(?:i|we) (?:(?:am|was|were|have|had|would|will|do|did|can|could|might|should|really|also|still|always|only|just|been) )*(?:want(?:ed|ing)?|need(?:ed)?|prefer|fancy|rather|wish|hop(?:e|ing)|think(?:ing)?|wonder(?:ing)?|imagin(?:e|ing)|suggest|(?<=would (?:\\w+ )?)(?:like|love|appreciate|see|go for)|thinking of|have in mind|picture)(?: you| it if| if| that| of| about| whether| to (?:see|have|get(?! rid\\b))| to| for| see| have)* ", Mood.Wish),
            ("(?:let us|try to|try|go ahead and|make sure(?: that)?|be sure to|feel free to|help me|remember to|your (?:job|task) is to|do me a favou?r and|be a dear and|do not forget(?: to)?) ", null),
            ("(?:what if|how about|what about|why not|imagine(?: if| that)?|suppose(?: that)?|picture|let us say|say|if only|if(?= .* (?:was|were|had)\\b))(?: we| you| i)?[ ,]+", Mood.Like),
            ("(?:(?:let|have) )?there (?:(?:should|must|could|can|may|might|would|will|also|is|are|was|were|be|has|have|needs?|ought|got|to) )+", Mood.Wish),
            ("(?:it|this|that|the (?:picture|scene|photo|image))(?: really| just| also)* (?:needs|need|could use|is missing|could do with|wants|lacks|(?:should|must|could|would|can) have|(?:has|needs) to have) (?!to\\b)", Mood.Wish),
            ("(?:need|needs|gotta have|must have|missing) (?!to\\b)", Mood.Wish),
            ("(?:give|get|show|bring|draw|find|do) (?:me|us) ", Mood.Wish),
            ($"(?:(?:it|this|that) )?(?:would |might |could )?(?:be|look|is|looks) {Better} (?:if|with|to (?:have|see)) ", Mood.Like),
            ("(?:can|could|would|should|may|might|will|must|did|does|do|is|are|shall) (?=(?:the|a|an|his|her|its|their|this|that|it|he|she|they|these|those|one|both|all|everyone)\\b)", Mood.Like),
            ("(?:should|could|would|must|might|can)(?: be)? ", Mood.Like),
            ("(?:go for|go with|opt for) ", Mood.Like),
        }.Select(opening => (new Regex($"^(?:{opening.Item1})", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant), opening.Item2)),
    ];

    /// <summary>Returns the change without the words around it, and the way in which it is wished for.</summary>
    public static (string Core, Mood Mood) Strip(string clause)
    {
        var (mood, start) = (Mood.None, clause);
        for (var again = true; again;)
        {
            again = false;
            foreach (var (pattern, wish) in Openings)
            {
                if (pattern.Match(clause) is { Success: true } match && match.Length < clause.Length)
                {
                    (clause, mood, again) = (clause[match.Length..].TrimStart(' ', ','), wish ?? mood, true);
                    break;
                }
            }
        }

        return (clause.Length < start.Length ? Commanded(clause) : clause, mood);
    }

    // "making it blue" and "made it blue", after "how about" and "what if we": make it blue
    private static string Commanded(string clause)
    {
        var words = Phrase.Parse(clause).Words;
        var verb = words.IsEmpty ? "" : words[0].EndsWith("ing", StringComparison.Ordinal) ? Actions.BaseOf(words[0]) : WordLexicon.BaseOf(words[0]) ?? words[0];
        return words.Length > 1 && verb != words[0] && (WordClass.Determiners.Contains(words[1]) || WordClass.Pronouns.Contains(words[1]) || WordClass.Possessives.Contains(words[1])) ? verb + clause[words[0].Length..] : clause;
    }
}

/// <summary>The way in which something is wished for.</summary>
internal enum Mood
{
    /// <summary>A command, or no more than its words.</summary>
    None,

    /// <summary>Something is to be there: "I want", "there should be".</summary>
    Wish,

    /// <summary>Something is to be otherwise: "what if", "how about".</summary>
    Like,
}
