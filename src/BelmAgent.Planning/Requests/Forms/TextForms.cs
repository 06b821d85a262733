using System.Text.RegularExpressions;
using BelmAgent.Planning.Lexicon;
using BelmAgent.Planning.Text;

namespace BelmAgent.Planning.Requests.Forms;

/// <summary>Forms of a request that say the same as a plainer one: they are rewritten, one after the other, until none fits.</summary>
/// <remarks>
/// A form is a pattern and its rewriting. A group whose name starts with <c>x</c> must name something in the caption, and one that
/// starts with <c>n</c> must not. In a rewriting, <c>{v:ing}</c> is the participle of a verb and <c>{v:base}</c> its base form.
/// </remarks>
internal static class TextForms
{
    private const int MaxRewritings = 6;
    private const string Modal = "(?:should|must|could|can|may|might|would|shall|will|ought to)";
    private const string Want = "(?:want|like|love|need|prefer|wish for|fancy)";
    private const string I = "(?:i|we)(?:'d|'ll| would| will)?(?: really| also| just| still)*";
    private const string New = "(?:an?|some|another|one|two|three|four|five|six|several|many|more|lots of|a few)";
    private const string Better = "(?:much |way |so much |a lot )?(?:better|nicer|cooler|great|cool|best|good|perfect|lovely|funnier|prettier)";
    private const string Side = "(?:(?:on|in|at|to|into) the (?:far |upper |lower |top |bottom )?(?:left|right|corner|background|foreground|middle|center|centre|distance|sky|front|back)(?: corner| side| half| part)?(?: of the (?:picture|image|photo|scene))?)";

    private static readonly (Regex Pattern, string Rewriting)[] All =
    [
        .. new (string, string)[]
        {
            // Openings that only ask
            (@"^(?:would|do) you mind (?<v>\w+ing) (?<r>.+)$", "{v:base} {r}"),
            ("^(?:can|could|would|will|may|might) you(?: guys| all| just| try to| go ahead and|,)* (?<r>.+)$", "{r}"),
            ("^(?:any chance|is there any (?:way|chance)|is it possible|would it be possible|do you think|i was wondering if|i wonder if|(?:may|can|could|might) i ask)(?: that| to| for)?(?: you| we| i)?(?: can| could| to)*,? (?<r>.+)$", "{r}"),
            ("^(?:can|could|may|might|should|shall|would) (?:we|i|someone|somebody)(?: just| maybe)* (?:have|get|see) (?<r>.+)$", "i want {r}"),
            ("^(?:can|could|may|might|should|shall) (?:we|someone|somebody)(?: just| maybe)* (?<r>.+)$", "{r}"),
            ($"^{I} {Want}(?: you)? to (?:see|have|get) (?<r>.+)$", "i want {r}"),
            ($"^{I} {Want}(?: you)? to (?<r>.+)$", "{r}"),
            ($"^{I} {Want} (?<x>[^,]+?) to (?<r>(?!the\\b|a\\b).+)$", "{x} should {r}"),
            ($"^{I} (?:like|love|need|prefer|wish for|fancy) (?<a>(?!to\\b|you\\b).+)$", "i want {a}"),
            ("^(?:your (?:job|task) is to|go ahead and|try to|make sure (?:that )?|please|just|try|let's|let us|help me) (?<r>.+)$", "{r}"),
            (@"^(?:what if|how about|what about|imagine(?: if| that)?|suppose(?: that)?|picture|let's say)(?: we| you| i)?,? (?<v>\w+ing) (?<r>.+)$", "{v:base} {r}"),
            ($"^(?:(?:it|this|that) )?(?:'d |would |might |could )?(?:be|look|looks) {Better} (?:if|with) (?<r>.+)$", "how about {r}"),
            ($"^(?<a>.+?) would (?:be|look) {Better} than (?<x>.+)$", "replace {x} with {a}"),
            ($"^(?<a>.+?) would (?:be|look) {Better}(?: here)?$", "i want {a}"),

            (@"^(?<v>make|turn|paint) (?:him|her|it|them) (?<r>.+?), (?<x>the [\w -]+)$", "{v} {x} {r}"),
            (@"^(?<r>(?!make|turn|paint|add|remove|change|put|give)(?:an? )?[\w -]+?), (?<x>the [\w -]+)$", "make {x} {r}"),
            (@"^make (?<x>.+?) (?<r>\w+) with (?<a>[\w -]+ (?:hair|eyes|beard|skin|face|ears|tail|wings|legs))$", "make {x} {r} and give {x} {a}"),
            (@"^give (?<y>him|her|them|it|(?:the|his|her|their) [\w' -]+?|one of [\w' -]+?) (?<a>.+?) to (?<v>hold|wear|carry|ride|play|eat|drink|read)$", "make {y} {v} {a}"),

            (@"^(?:we|you) (?:should|could|can|might|need to|have to) (?<r>.+)$", "{r}"),
            (@"^put in (?<a>.+)$", "add {a}"),
            (@"^(?:make|let|have) (?<n>(?:an? |some )?[\w' -]+?) (?:appear|show up|be visible|be there)(?<p> .+)?$", "add {n} {p}"),
            (@"^(?:let|have|make) (?<x>.+?) (?:change|turn|transform|morph|be (?:changed|replaced|swapped|turned|converted|substituted)) (?:into|to|with|by|for) (?<a>.+)$", "replace {x} with {a}"),
            (@"^there (?:should not|shouldn't|must not|mustn't|can't) be (?:any |an? )?(?<x>.+)$", "remove {x}"),
            (@"^(?<x>.+?) (?:is|are) (?:not|n't) (?:needed|wanted|necessary|required|supposed to be there)$", "remove {x}"),

            // Exchanges
            ($"^{I} (?:rather|prefer)(?: to)?(?: see| have| want)? (?<a>.+?)(?: here| there)? (?:than|over|instead of|rather than) (?<x>.+)$", "replace {x} with {a}"),
            ($"^(?:(?:what if|how about) )?instead of (?<x>[^,]+?),? (?:{I} {Want}|put|add|use|there (?:should be|was|were|is)|have|show|make it|give me|(?:it|this) (?:should be|was|is))(?: in)? (?<a>.+)$", "replace {x} with {a}"),
            ("^instead of (?<x>[^,]+), (?<a>.+)$", "replace {x} with {a}"),
            ($"^(?:how about |what if |what about )?(?:put(?: in)?|use|(?:let|have) there be|there should be|have|{I} {Want}|add|make it|make that|place|show|get|draw|give me|{I} see)? ?(?<a>(?!.*\\b(?:should|be|wear|let|make)\\b).+?)(?: there| here| in)?,? (?:instead of|in place of|rather than|in lieu of) (?<x>.+)$", "replace {x} with {a}"),
            ("^(?:put|use|have|i want|i need|add|place|show)? ?(?<a>.+?) where (?<x>.+?) (?:is|are|was|were|sits?|stands?)(?: now)?$", "replace {x} with {a}"),
            (@"^(?<a>(?:one|two|three|four|five|six|seven|eight|nine|ten) [\w' -]+?),? (?:and )?not (?:one|two|three|four|five|just one)$", "make it {a}"),
            ("^(?:it (?:should be|is|'s) |it's |make it |what if it's |what if it (?:was|is|were) )?(?<a>.+?),? (?:and )?(?:not|no) (?:an? |the )?(?<x>.+)$", "replace {x} with {a}"),
            ("^not (?:an? |the )?(?<x>.+?),? but (?<a>.+)$", "replace {x} with {a}"),
            (@"^(?<a>[\w' -]+?) > (?<x>.+)$", "replace {x} with {a}"),
            (@"^(?:swap|replace|exchange|change|trade) (?:what's|whatever is|what is|the thing|the stuff|everything) in the background (?:for|with|to|into) (?<a>.+)$", "change the background to {a}"),
            ("^(?:swap|exchange|trade|switch) (?:out )?(?<x>.+?) (?:with|for|to|by) (?<a>.+)$", "replace {x} with {a}"),
            ("^(?:switch|swap) in (?<a>.+?) for (?<x>.+)$", "replace {x} with {a}"),
            ("^(?:trade|switch|swap) out (?<x>.+?) (?:with|for) (?<a>.+)$", "replace {x} with {a}"),

            // What is there, and what is not
            ($"^(?<p>{Side}),? (?:{I} {Want}|there {Modal} be|there(?:'s| is| are)|add|put|we need|have|show)(?: there be)? (?<a>.+)$", "add {a} {p}"),
            ($"^there (?:{Modal} (?:also )?be|(?:has|have|needs?) to be|needs? to be) (?<a>.+)$", "i want {a}"),
            ("^there(?:'s| is| are| was| were) no (?<x>.+)$", "remove {x}"),
            ("^there(?:'s| is| are| was| were) (?<a>.+)$", "i want {a}"),
            ("^(?:let|have|let's have) there be (?<a>.+)$", "i want {a}"),
            ("^let's (?:have|see|get) (?<a>.+)$", "i want {a}"),
            ($"^(?:it|this|the (?:picture|scene|photo|image))(?: really| just)? (?:needs|could use|is missing|could do with|wants|lacks|{Modal} have|(?:has|needs) to have) (?<a>.+)$", "add {a}"),
            ("^(?<x>.+?) (?:goes|go|vanish(?:es)?|disappears?|(?:should|must|can|could|has to|have to|needs? to|gotta) (?:go(?: away)?|leave|vanish|disappear|be (?:gone|removed|deleted|out|away|erased)))(?: by now| now| please)?$", "remove {x}"),
            ("^(?<x>.+?) (?:should not|shouldn't|must not|mustn't|can't|should no longer) be (?:there|here|in (?:it|there|the (?:picture|image|photo|scene)))$", "remove {x}"),
            (@"^(?<x>(?!.*\b(?:should|be|take|get|with|turn|switch)\b)[\w'-]+(?: [\w'-]+){0,3}?),? (?:gone|off|out|away)$", "remove {x}"),
            (@"^(?<n>(?!at\b|in\b|on\b)(?:an? |the )?[\w'-]+(?: [\w'-]+){0,2}) on$", "add {n}"),
            ("^(?:take|get|clear|cut|kick|wipe|clean|crop|edit|photoshop|leave|throw) (?:all )?(?<x>.+?) (?:out|off|away|up)(?: of)?(?: (?:there|here|it|this|the (?:picture|image|photo|scene|shot|frame)|.+))?$", "remove {x}"),
            ("^(?:crop|edit|photoshop|cut|clean|clear|tidy|throw|kick|wipe|take) (?:out|off|up|away) (?<x>.+)$", "remove {x}"),
            ("^(?:ditch|dump|scrap|banish|zap|nix|clear|kill|do away with|subtract|vanish|strip|chuck|rid (?:it|this) of) (?<x>.+)$", "remove {x}"),
            ("^(?:i|we) (?:don't|do not) (?:want|need|like|wanna see|want to see) (?<x>.+?)(?: (?:there|here|anymore|in (?:it|there|the (?:picture|image|photo|scene))))*$", "remove {x}"),
            (@"^make (?<x>.+?) (?:disappear|vanish|go away|gone|invisible)$", "remove {x}"),
            ("^remove (?<x>.+?) (?:from|in|of|out of) (?:the|this) (?:picture|image|photo|scene|shot|frame)$", "remove {x}"),
            ("^(?<x>.+?) (?:needs|need|could use|could do with|is missing|gets?|lacks?|deserves?) (?<a>(?!to\\b).+)$", "give {x} {a}"),
            ("^(?:hand|pass|lend|offer|buy|get) (?<y>her|him|them|it|the [\\w ]+?) (?<a>an? .+)$", "give {y} {a}"),
            ("^(?:throw|toss|pop|chuck|stick|drop|sneak|squeeze|slip|mix|work) in (?<a>.+)$", "add {a}"),
            ($"^(?:drop|throw|toss|pop|slap|plop|stick|place|set|sprinkle|hang|park|plant) (?<a>(?:{New}) .+)$", "put {a}"),
            ("^(?:include|insert|introduce|incorporate|draw|paint|photoshop) (?:in )?(?<a>an? .+|some .+)$", "add {a}"),
            ("^(?:get|bring) me (?<a>.+)$", "i want {a}"),

            // Statements
            (@"^(?<y>he|she|it|they|this|that)(?:'s|'re) (?<r>.+)$", "{y} should be {r}"),
            (@"^(?<a>.+?) (?:has|have|had|needs?|ought|got|is supposed|are supposed|would have|is meant|are meant) to (?<r>.+)$", "{a} should {r}"),
            ("^(?<a>.+?) ought (?<r>(?!to\\b).+)$", "{a} should {r}"),
            ("^(?<a>.+?) should (?:just|simply|only|also|now|all) (?<r>.+)$", "{a} should {r}"),
            ("^(?:can|could|should|would|may|might|will|must) (?<xs>.+)$", "should: {xs}"),
            ("^(?:what if|how about|what about|imagine(?: if| that)?|suppose(?: that)?|picture|let's say|if(?= .* (?:was|were|had)\\b))(?: we| you| i)?,? (?<r>.+)$", "suppose: {r}"),

            // Places, times and pictures
            (@"^(?:make it |let it |have it |it should )(?:take place|be set|be located|happen|be) (?<p>(?:in|on|at|under) .+)$", "make it {p}"),
            (@"^(?:make|turn|change|set|switch|convert|transform)? ?(?:the )?background (?:to|into|with|as|should be|:) (?<a>.+)$", "change the background to {a}"),
            (@"^(?:do|draw|paint|make|render|redo|give me) (?:it|this|that|the (?:picture|image|photo)) (?:as|like|into) (?<a>.+)$", "turn it into {a}"),
            (@"^(?:like )?(?:an? )?(?<m>[\w -]+?) (?:version|edition) of (?<x>.+)$", "make {x} {m}"),
            (@"^(?:do|draw|paint|make|render) (?<a>an? (?:\w+ )*(?:drawing|painting|sketch|cartoon|watercolou?r|illustration|caricature|poster|mosaic)\b.*)$", "turn it into {a}"),
            (@"^(?<a>[\w -]+?)(?: (?:style|look|vibes?|feel|mood|edition|version)),? (?:please|of (?:this|it)(?: \w+)?)$", "{a} style"),

            // Verbs that say the result
            (@"^(?<v>calm|cheer|warm|cool|light|dark|clean|tidy|dry|dirty|mess|slim|fatten|brighten|lighten|age|empty) (?<x>.+?) (?:down|up|out)$", "make {x} {v}"),
            (@"^(?<v>calm|soften|sharpen|thicken|widen|deepen|shorten|lengthen|loosen) (?<x>.+)$", "make {x} {v}"),
            ("^(?:repaint|recolou?r|dye|tint|colou?r|paint) (?<x>.+?) (?:to|in|into|with) (?<a>.+)$", "make {x} {a}"),
            ("^(?<m>[\\w-]+) for (?<x>the .+|his .+|her .+|its .+|their .+)$", "make {x} {m}"),
        }.Select(form => (new Regex(form.Item1, RegexOptions.IgnoreCase | RegexOptions.CultureInvariant), form.Item2)),
    ];

    /// <summary>Rewrites a sentence until no form fits.</summary>
    /// <param name="sentence">The sentence.</param>
    /// <param name="caption">The caption, which decides what names something.</param>
    public static string Rewrite(string sentence, ICaption caption)
    {
        for (var i = 0; i < MaxRewritings && Once(sentence, caption) is { } rewritten && rewritten != sentence; i++)
        {
            sentence = rewritten;
        }

        return sentence;
    }

    private static string? Once(string sentence, ICaption caption)
    {
        foreach (var (pattern, rewriting) in All)
        {
            if (pattern.Match(sentence) is { Success: true } match && Fits(match, caption))
            {
                var text = Filled(rewriting, match);
                return text.StartsWith("should: ", StringComparison.Ordinal) ? Statements.FromQuestion(text[8..], caption)
                    : text.StartsWith("suppose: ", StringComparison.Ordinal) ? Statements.FromSupposition(text[9..], caption)
                    : text;
            }
        }

        return Statements.FromSentence(sentence, caption);
    }

    private static bool Fits(Match match, ICaption caption) => match.Groups.Values.Skip(1).All(group => !group.Success || group.Name[0] switch
    {
        'x' when group.Name == "x" => Mentions.Names(caption, group.Value),
        'n' => !Mentions.Names(caption, group.Value),
        _ => true,
    });

    private static string Filled(string rewriting, Match match) => Slot().Replace(rewriting, slot =>
    {
        var words = match.Groups[slot.Groups[1].Value].Value.Trim(' ', ',');
        return slot.Groups[2].Value switch
        {
            "base" => Actions.BaseOf(words),
            _ => words,
        };
    });

    private static Regex Slot() => SlotPattern;

    private static readonly Regex SlotPattern = new(@"\{(\w+)(?::(\w+))?\}");
}

/// <summary>Decides whether words name something in a caption.</summary>
internal static class Mentions
{
    /// <summary>Returns whether words, with any more behind them, name something in the caption, or stand for something by a pronoun.</summary>
    public static bool Names(ICaption caption, string words) =>
        Phrase.Parse(words) is { IsEmpty: false } phrase && (phrase.IsPronoun || phrase.Words is [var one, ..] && WordClass.Pronouns.Contains(one) || Length(caption, phrase) > 0);

    /// <summary>Returns how many of the leading words name something; "one of the dogs" and "his horse" do too.</summary>
    public static int Length(ICaption caption, Phrase phrase)
    {
        var skip = phrase.Words is ["one" or "all" or "both" or "each" or "some" or "two", "of", _, ..] ? 2 : 0;
        var owner = skip == 0 && phrase.Words is [var her, _, ..] && (WordClass.Possessives.Contains(her) || Possessive.Is(her)) ? 1 : 0;
        var rest = phrase[(skip + owner)..];
        return caption.MentionLength(rest) is > 0 and var length ? length + skip + owner
            : rest.Words is [var only, ..] && (WordClass.Pronouns.Contains(only) || (skip > 0 && only is "them" or "these" or "those")) ? skip + owner + 1
            : 0;
    }
}
