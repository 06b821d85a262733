using System.Text.RegularExpressions;
using BelmAgent.Planning.Lexicon;
using BelmAgent.Planning.Requests;
using BelmAgent.Planning.Text;

namespace BelmAgent.Planning.Reading;

/// <summary>Splits a request into sentences in plain spelling: without slang, contractions, politeness and reasons.</summary>
internal static partial class Sentences
{
    // In this order; each pattern is replaced by the text.
    private static readonly (Regex Pattern, string Replacement)[] Spellings = Steps(
        (@"(?<=\w)n['’]t\b", " not"), (@"\bca not\b|\bcannot\b", "can not"), (@"\bwo not\b", "will not"), (@"\blet's\b", "let us"),
        (@"\b(it|he|she|that|this|there|what|who|here|where|everything|everyone)'s\b", "$1 is"), (@"(?<=\b(?:i|you|we|they|it|he|she|that|there))'d\b", " would"),
        (@"(?<=\w)'ll\b", " will"), (@"(?<=\w)'ve\b", " have"), (@"(?<=\w)'re\b", " are"), (@"\bi'm\b", "i am"),
        (@"(\w+)'s(?= (?:a|an|the|too|so|not|gone|better|nicer|\w+ing)\b)", "$1 is"),
        (@"\bits(?= (?:a|an|the|for|not|so|too|now|all|raining|snowing|night|winter|autumn|summer|spring|sunny|foggy)\b)", "it is"),
        (@"\b(?:everyone|everybody|each of them|the two of them|both of them|all of them)(?= (?:should|must|can|could|is|are|was|has|have|needs?|wears?)\b)", "they"),
        (@"\b(?:has|have|needs?|ought|got|is supposed|are supposed|is meant|are meant) to be\b|\bought to(?= \w)|(?<=\w )\b(?:has|have|needs?) to(?= \w)", "should"),
        (@"\b(?:in stead|in place|in lieu) of\b|\brather than\b|\bas opposed to\b", "instead of"),
        (@"\b(?:these|those|the) two(?= (?:to|on|in|at|into|onto|should|are|be)\b)|\b(?:these|those|the) two$", "them"),
        (@"(?<!\b(?:says?|reads?|write|text|words?)):\s+(?=\w)", " to "), (@"\bblack (?:and|&|n) white(?!\w)", "black-and-white"), (@"\bround (?=her|his|the|its|their)", "around "),
        (@"\b(?:in|at|to) the back(?= *(?:$|,|and\b))", "in the background"));

    // What people say beside the change.
    private static readonly (Regex Pattern, string Replacement)[] Asides = Steps(
        (@"\b(?:many )?thank(?:s| you)(?: so much| very much| a lot| in advance| a million)*\b|\bmuch appreciated\b|\b(?:and )?(?:pretty )?please(?: and)?\b|\b(?:kindly|cheers|lol|haha\w*|hmm+|umm*|btw|fyi|imo|omg|tbh|asap)\b", ""),
        (@"\bif (?:you can|possible|you could(?: do that)?|you don't mind|you do not mind|that is (?:ok|okay|possible))\b|\bwhen(?:ever)? you (?:get a chance|can|have time)\b|\bfor (?:me|us)\b|\b(?:dude|mate|buddy|you guys)\b", ""),
        (@"\b(?:kind of|sort of|a bit|a little bit|a tad|slightly|somewhat|somehow|maybe|perhaps|possibly|actually|basically|literally|simply|really|obviously|definitely|honestly|already|right now|somewhere|if anything|or something(?: like that)?|or whatever|you know|i guess|i think|i mean)\b", ""),
        (@"\ba little (?=\w+er\b)|\b(?:much|way|far|a lot|so much|even) (?=\w+er\b|more\b)", ""));

    // Assurances, comparisons, reasons: they end a sentence.
    private static readonly (Regex Pattern, string Replacement)[] Tails = Steps(
        (@"(?<!^(?:just |only )?(?:keep|leave|just|only|show)\b.*)[\s,]+(?:and |but )?(?:nothing (?:else|more)|(?:the |all the )?rest (?:stays?|remains?|as)\b.*|that is (?:it|all)|only that|everything else (?:stays?|should stay|remains?|can stay)\b.*)(?=\W*$)", ""),
        (@"(?<!\bsame \w+)[\s,]+(?:because|since|cause|coz|cuz|bc|so that|so (?=(?:it|they|he|she|i|we|you|people|everyone|everybody|everything|this|that|the \w+)\b(?!.*\b(?:should|must|has to|have to|needs?|could|can) ))|as (?=(?:it|they|he|she|i|we|you|the|this|that) \w+)|(?:in order )?to (?=(?:match|suit|fit|blend|stand out|go with)\b)|for (?=(?:a|an|more|my|our|his|her|the|that)(?: [\w'-]+){0,3} (?:feel|feeling|vibe|vibes|look|mood|effect|touch|birthday|party|class|flyer|poster|card|website|blog|friend|mom|mum|dad|daughter|son|kids|wife|husband|boss|school|project|menu|shop|album)\b)|like (?=(?:my|our|in|on|at|they|he|she|we|i|the one)\b)|as in\b|as (?:seen|shown)\b).*$", ""),
        (@"[\s,]+(?:i|we) (?:need|want|will use|am using|would use) (?:it|this|them) (?:for|as|on) .*$|[\s,]+just like .*$|[\s,]+(?:but )?(?:with|keeping|keep) (?:all )?the same .*$|\s*,\s*like (?!i\b).*$", ""));

    /// <summary>Returns the sentences of a request; the request itself if nothing would be left.</summary>
    /// <param name="request">The request.</param>
    /// <param name="caption">The caption, which decides how words are joined: "phonebox" for its "phone box".</param>
    public static IReadOnlyList<string> Of(string request, ICaption caption)
    {
        var text = Word().Replace(Arrow().Replace(request, " to ").Replace('’', '\'').Replace('`', '\'').Replace("&", " and ", StringComparison.Ordinal), word => WordLexicon.ShortForms.GetValueOrDefault(word.Value, word.Value));
        text = Joined(Applied(Spellings, Digits().Replace(text, match => Number(match.Value))), caption);
        List<string> sentences = [.. Stop().Split(text).Select(sentence => Clean(sentence)).Where(sentence => sentence.Length > 0)];
        return sentences.Count > 0 ? sentences : [request];
    }

    private static string Clean(string sentence)
    {
        sentence = Applied(Asides, sentence);
        sentence = Tails.Aggregate(sentence, (text, tail) => tail.Pattern.Replace(text, tail.Replacement) is var cut && cut.Any(char.IsLetterOrDigit) ? cut : text);
        sentence = First().Replace(Edge().Replace(Spaces().Replace(sentence, " "), ""), match => match.Value.ToLowerInvariant());
        return sentence.Any(char.IsLetterOrDigit) ? sentence : "";
    }

    // "phonebox" and "phone box", "light house" and "lighthouse", "the nurses neck"
    private static string Joined(string text, ICaption caption)
    {
        var here = Phrase.Parse(caption.Text).Words;
        text = Word().Replace(text, word => Enumerable.Range(1, Math.Max(0, here.Length - 1)).Where(at => (here[at - 1] + here[at]).Equals(word.Value, StringComparison.OrdinalIgnoreCase)).Select(at => $"{here[at - 1]} {here[at]}").FirstOrDefault(word.Value));
        var said = Phrase.Parse(text).Words;
        // "the wheelbarrow's empty"
        if (said.Length > 1 && Possessive.Is(said[^2]) && (Scales.Has(said[^1]) || (WordLexicon.IsAdjective(said[^1]) && !WordLexicon.IsNoun(said[^1]))))
        {
            text = text.Replace(said[^2], $"{Possessive.Off(said[^2])} is", StringComparison.Ordinal);
        }

        for (var at = 0; at + 1 < said.Length; at++)
        {
            var (word, next) = (said[at], said[at + 1]);
            if (here.Contains(word + next, StringComparer.OrdinalIgnoreCase))
            {
                text = text.Replace($"{word} {next}", word + next, StringComparison.Ordinal);
            }
            else if (WordLexicon.IsPlural(word) && Nouns.IsAnimate(word) && !here.Contains(word, StringComparer.OrdinalIgnoreCase) && here.Contains(WordLexicon.Singular(word), StringComparer.OrdinalIgnoreCase)
                && WordLexicon.IsThing(next) && !WordSets.IsColor(next) && !WordLexicon.IsAdjective(next) && !WordLexicon.IsVerb(next) | Nouns.IsPart(next) && !WordClass.EndsNounPhrase(next))
            {
                text = text.Replace($"{word} {next}", $"{WordLexicon.Singular(word)}'s {next}", StringComparison.Ordinal);
            }
        }

        return text;
    }

    private static string Applied((Regex Pattern, string Replacement)[] steps, string text) => steps.Aggregate(text, (current, step) => step.Pattern.Replace(current, step.Replacement));

    private static (Regex, string)[] Steps(params (string Pattern, string Replacement)[] steps) =>
        [.. steps.Select(step => (new Regex(step.Pattern, RegexOptions.IgnoreCase | RegexOptions.CultureInvariant), step.Replacement))];

    private static string Number(string digits) => int.Parse(digits, System.Globalization.CultureInfo.InvariantCulture) is var number and > 0 and <= 12 ? Numbers.Name(number) : digits;

    [GeneratedRegex(@"[!?\n;]+|\.(?=\s|$)|\.{2,}|…|\s[-–—]\s")]
    private static partial Regex Stop();

    [GeneratedRegex(@"[\w'/]+")]
    private static partial Regex Word();

    // Digits that count something.
    [GeneratedRegex(@"(?<![\w.]|number )\d{1,2}(?= (?:more |other |of )?[a-z]+)(?! (?:am|pm|year|percent|d\b))")]
    private static partial Regex Digits();

    [GeneratedRegex(@"^\W*(?:A|An|The|Some|I|My|His|Her|Its|Their|It|This|That|They|He|She)\b")]
    private static partial Regex First();

    [GeneratedRegex("[-=]+>|→")]
    private static partial Regex Arrow();

    [GeneratedRegex(@"\s{2,}")]
    private static partial Regex Spaces();

    [GeneratedRegex(@"^[\s,:.-]+|[\s,:]+(?:(?:and|but|so)[\s,]*)?$")]
    private static partial Regex Edge();
}
