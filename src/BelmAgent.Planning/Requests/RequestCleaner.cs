using System.Collections.Frozen;
using System.Text.RegularExpressions;
using BelmAgent.Planning.Lexicon;

namespace BelmAgent.Planning.Requests;

/// <summary>Takes what is no change out of a request: slang, politeness, reasons, and assurances that nothing else should change.</summary>
internal static partial class RequestCleaner
{
    private static readonly FrozenDictionary<string, string> Slang = WordLexicon.Set("slang")
        .Select(pair => pair.Split('=')).ToFrozenDictionary(pair => pair[0], pair => pair[1].Replace('_', ' '), StringComparer.OrdinalIgnoreCase);

    // In this order; each pattern goes, or is replaced by the text after the bar.
    private static readonly (Regex Pattern, string Replacement)[] Steps =
    [
        .. new (string, string)[]
        {
            (@"\bits(?= (?:a|an|the|for|not|so|too|now|all|raining|snowing|night|winter|autumn|summer|spring|sunny|foggy)\b)", "it's"),
            (@"\bthank(?:s| you)(?: so much| very much| a lot| in advance| a million)?\b|\bmany thanks\b|\bcheers\b(?=\W*$)|\bmuch appreciated\b|\b(?:lol|haha\w*|hmm+|umm*|uhm*|btw|fyi|imo|irl|xoxo|tysm|omg|tbh|ngl|asap)\b", ""),
            (@"\bplease\b|\bkindly\b|\bif (?:you can|possible|you could(?: do that| please)?|you don't mind|that's (?:ok|okay|possible|alright))\b|\bwhen you (?:get a chance|can|have time)\b|\bif it's not too much trouble\b|\bif you will\b", ""),
            (@"^\W*(?:hey|hi|hello|yo|dear \w+|good (?:morning|evening|day)|ok|okay|well|oh|so|and|but|also|now|alright|right|yeah|yes|sorry|excuse me)(?: (?:there|you guys|guys|everyone|so|well))?\b[\s,!.:-]*(?=\S)", ""),

            (@"^(?:be a dear and|hope (?:you're|you are|all is|this finds)[^,.]*[,.]?|do me a favou?r and|whenever you (?:can|have time)|i (?:was|am|'m)(?: just)? wondering (?:if|whether)|one more thing|quick (?:one|question)|small (?:request|favou?r|change|tweak)|my request is(?: to)?|all i (?:want|need) is(?: for you to)?|the (?:only )?thing i(?:'d)? (?:want|like|need) is)[\s,:-]*(?=\S)", ""),
            (@"^(?:be a dear and|hope (?:you're|you are|all is|this finds)[^,.]*[,.]?|do me a favou?r and|whenever you (?:can|have time)|i (?:was|am|'m)(?: just)? wondering (?:if|whether)|one more thing|quick (?:one|question)|small (?:request|favou?r|change|tweak)|my request is(?: to)?|all i (?:want|need) is(?: for you to)?|the (?:only )?thing i(?:'d)? (?:want|like|need) is)[\s,:-]*(?=\S)", ""),
            (@"[\s,]+(?:(?:can|could|would) you (?:do|make|manage) (?:that|this|it)(?: for (?:me|us))?|do (?:that|this|it)|(?:if|when) you (?:could|can) do (?:that|this)|and all that|you guys|dude|mate|buddy)(?=\W*$)", ""),
            (@"^(one|two|three|a) ([\w ]+?) too many\b.*$", "remove $1 $2"),
            (@"^(?:in |make it |convert to )?black (?:and|&|n) white\s*$", "make it black-and-white"),
            (@"\bhere(?= (?:instead|rather)\b)", ""),
            (@"^\W*(?:i )?(?:love|like|adore|hate) (?:this|that|the|my) (?:picture|photo|image|shot|one)\b[\s,]*(?:but|so|and)?\s*(?=\w)", ""),
            (@"^for (?:my|our|a|the) \w+(?: \w+)?\s*[:,]\s*(?=\w)", ""),
            (@"^(?:the )?(?:exact )?same (?:picture|photo|image|scene|thing|shot|one)?,? ?(?:but|only|just)\s+(?=\w)", "make it "),
            (@"\byou guys\b", "you"),
            (@"^you (?:can|could|should|may|might|need to|have to) (?=\w)", ""),
            (@"^(?:so )?the (?:scene|picture|image|idea|thing) i (?:have in mind|want|imagine|need|see) is ", "make it "),
            (@"\bround (?=her|his|the|its|their)", "around "),
            (@"\bblack (?:and|&) white(?= (?:\w+ )?(?:photo\w*|picture|image|film|movie|style|portrait|drawing|sketch|painting|print)\b)", "black-and-white"),
            (@"\b(?:in|at|to) the back(?= *(?:$|,|and\b))", "in the background"),
            (@"\bsomewhere(?: (?:over there|there|here))?\b", ""),
            (@"\b(?:both|all|each|every one) of (?=them\b|these\b|those\b)", ""),
            (@"\s+like (?:a|an|the|my) [\w ]+? (?:did|made|drew|painted|would)\b.*$", ""),

            // Assurances and comparisons
            (@"[\s,]*\b(?:and|but|,)?\s*(?:(?:then )?(?:leave|leaving|keep|keeping)|(?:do not|don't|never) (?:touch|change)|without (?:changing|touching)) (?:everything|anything|all(?: of)?|the)(?: the)? ?(?:else|rest|other(?: things| stuff)?)?(?: (?:exactly |just )?(?:as (?:it |they )?(?:is|are|was|were)|the same|alone|unchanged|untouched|intact))?(?=\W*$)(?<=else|rest|same|alone|unchanged|untouched|intact|as (?:it |they )?(?:is|are|was|were))", ""),
            (@"(?<!^(?:please )?(?:just |only )?(?:keep|leave|just|only|show)\b.*)[\s,]*\b(?:and |but )?(?:nothing (?:else|more)|(?:the |all the )?rest (?:stays?|remains?|(?:exactly )?as)(?: (?:as )?(?:it |they )?(?:is|are)| the same)?|that's (?:it|all)|only that|everything else (?:stays?|should stay|remains?|can stay)(?: the same| as (?:it )?is)?)(?=\W*$)", ""),
            (@"\s+than (?:it|they|he|she|this|that|now|before|what|the (?:original|current))\b.*$", ""),
            (@",\s*(?:kind of |sort of )?like (?:an?|the) [\w ]+$", ""),
            (@"(?<=\b(?!rather\b|other\b)\w+er|\bmore \w+)\s+than (?:the|an?|his|her|its|their) [\w ]+$", ""),
            (@"[\s,]+(?:just )?(?:like|as) (?:in|on|at) (?:the|a|my|that|those) [\w' ]+$", ""),

            // Reasons
            (@"^[^.!?]*?\b(?:so|therefore|hence)[\s,]+(?=(?:please |can |could |would |let |i want |i need |i'd )?(?:you |we |the \w+ be |make|change|turn|replace|remove|swap|add|put|give|have|get|take|paint|let)\b)", ""),
            (@"[\s,]+so (?:that )?(?:it|they|he|she|i|we|you|people|everyone|everything|everybody|the [\w' ]+|this|that|there's) .*$", ""),
            (@"(?<!\bsame \w+)[\s,]+(?:because|since|as|cause|bc) (?:it|it's|they|they're|he|he's|she|she's|i|i'm|i've|we|we're|you|the|this|that|that's|there's|my|our|nobody|no one|everyone)\b.*$", ""),
            (@"^(?:because|since|as|given that|seeing as) [^,]+,\s*", ""),
            (@"[\s,]+(?:in order )?to (?:match|go with|fit|suit|blend in with|stand out|make it (?:look|feel|seem)) .*$", ""),
            (@"[\s,]+for (?:my|our|his|her|a|the) [\w' ]*?(?:birthday|party|class|flyer|poster|card|website|blog|friend|mom|mum|dad|daughter|son|kids|wife|husband|boss|presentation|school|project|menu|shop|client|album|profile)\b[\w' ]*$", ""),
            (@"^(?:it's |this is |it is )?for (?:my|our|a|an|the) [\w' ]+?[\s,]+(?=(?:i|we|please|can|could|so|make|change|turn|add|remove|put|replace)\b)", ""),
            (@"[,\s]+(?:that's|it's|this is|it is) (?:our|my|for|the|what|because|how) [^,]*$", ""),

            // Hedges
            (@"\b(?:kind of|sort of|kinda|sorta|a bit|a little bit|a tad|slightly|somewhat|somehow|maybe|perhaps|possibly|actually|basically|literally|simply|really|as well|for me|for us|right now|(?<=\w )(?:here|now)(?=\W*$)|if anything|or something(?: like that)?|or whatever|you know|i guess|i think|i mean)\b", ""),
            (@"\ba little (?=\w+er\b)|(?:\b(?:much|way|far|a lot|so much|even) )+(?=\w+er\b|more\b)", ""),
            (@"(?<=\w)[\s,]+(?:i|we) (?:need|want|will use|am using|'ll use|would use) (?:it|this|them) (?:for|as|on|to) .*$", ""),
            (@"\bnot? (?:longer|more)\b", "not"),
        }.Select(step => (new Regex(step.Item1, RegexOptions.IgnoreCase | RegexOptions.CultureInvariant), step.Item2)),
    ];

    /// <summary>Returns the sentences of a request that ask for something, without what is no change; the request itself if nothing would be left.</summary>
    public static IReadOnlyList<string> Sentences(string request)
    {
        var text = Digits().Replace(Word().Replace(Arrow().Replace(request, " to ").Replace('’', '\'').Replace('`', '\''), word => Slang.GetValueOrDefault(word.Value, word.Value)), match => Number(match.Value));
        List<string> sentences = [.. Stop().Split(text).Select(Clean).Where(sentence => sentence.Length > 0)];
        var asking = sentences.Where(sentence => !Statement().IsMatch(sentence)).ToList();
        return asking.Count > 0 ? asking : sentences.Count > 0 ? sentences : [request];
    }

    private static string Clean(string sentence)
    {
        foreach (var (pattern, replacement) in Steps)
        {
            var cleaned = pattern.Replace(sentence, replacement);
            sentence = cleaned.Any(char.IsLetterOrDigit) || pattern == Steps[1].Pattern || pattern == Steps[2].Pattern ? cleaned : sentence;
        }

        sentence = First().Replace(sentence, match => match.Value.ToLowerInvariant());
        sentence = Edge().Replace(Spaces().Replace(sentence, " "), "");
        return sentence.Any(char.IsLetterOrDigit) ? sentence : "";
    }

    private static string Number(string digits) => int.Parse(digits, System.Globalization.CultureInfo.InvariantCulture) is var number and > 0 and <= 12 ? Numbers.Name(number) : digits;

    [GeneratedRegex(@"[!?\n;]+|\.(?=\s|$)|\.{2,}|…|\s[-–—]\s")]
    private static partial Regex Stop();

    [GeneratedRegex(@"[\w'&/]+")]
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

    [GeneratedRegex(@"^[\s,:.-]+|[\s,:]+$")]
    private static partial Regex Edge();

    // What only tells about the user.
    [GeneratedRegex(@"^(?:we (?:are|dont|don't|do)|i am|i'm|my \w+ (?:is|are|was|loves?|likes?|hates?|wants?)|he's|she's|that's (?:our|my)|it's for|this is for)\b(?!.*\b(?:wearing|holding)\b)", RegexOptions.IgnoreCase)]
    private static partial Regex Statement();
}
