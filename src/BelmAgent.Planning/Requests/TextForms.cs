using System.Text.RegularExpressions;
using BelmAgent.Planning.Lexicon;
using BelmAgent.Planning.Text;

namespace BelmAgent.Planning.Requests;

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
    private const string Better = "(?:(?:much|way|so|a lot|really|super|very|even|quite) )*(?:better|nicer?|cooler|great|cool|best|good|perfect|lovely|lovelier|funnier|fun|prettier|pretty|fancier|fancy|cuter?|amazing|awesome|sweet|beautiful|ideal|neat)";
    private const string There = "(?:there(?:'s| is| has) (?:got to be|to be|gotta be)|there (?:should|must|could|can|may|might|would|has to|needs to) (?:also )?be|i want|put|add|we need|i need|have|show|place)";
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
            (@"^make (?<x>.+?) (?<r>(?:an? )?\w+) with (?<a>[\w -]+ (?:hair|eyes|beard|skin|face|ears|tail|wings|legs))$", "make {x} {r} and give it {a}"),
            (@"^give (?<y>him|her|them|it|(?:the|his|her|their) [\w' -]+?|one of [\w' -]+?) (?<a>.+?) to (?<v>hold|wear|carry|ride|play|eat|drink|read)$", "make {y} {v} {a}"),

            (@"^(?:we|you) (?:should|could|can|might|need to|have to) (?<r>.+)$", "{r}"),
            (@"^put in (?<a>.+)$", "add {a}"),
            (@"^(?:make|let|have) (?<n>(?:an? |some )?[\w' -]+?) (?:appear|show up|be visible|be there)(?<p> .+)?$", "add {n} {p}"),
            (@"^(?:let|have|make) (?<x>.+?) (?:change|turn|transform|morph|be (?:changed|replaced|swapped|turned|converted|substituted)) (?:into|to|with|by|for) (?<a>.+)$", "replace {x} with {a}"),
            (@"^there (?:should not|shouldn't|must not|mustn't|can't) be (?:any |an? )?(?<x>.+)$", "remove {x}"),
            (@"^(?<x>.+?) (?:is|are) (?:not|n't) (?:needed|wanted|necessary|required|supposed to be there)$", "remove {x}"),

            // The old state, said again
            (@"^(?:no|without) (?<x>[\w ]+?),? (?:but |just )?(?<t>(?:an? |some )?[\w -]+?) instead$", "replace {x} with {t}"),
            (@"^.*\b(?<b>wear|hold|eat|ride|carry|drink|play|read|drive|use)(?:s|ing)? (?<a>(?:an?|some) [\w -]+?),? (?:and )?(?:not|instead of|rather than) (?<x>(?:an? |the |his |her |their )?[\w -]+)$", "replace {x} with {a}"),
            (@"^(?:have|let|make) (?<x>(?:her|him|them|it)\b|(?:the |his |their )?\w+) (?<r>\w+(?: [\w ]+?)?),? (?:instead of|rather than) \w+ing\b.*$", "make {x} {r}"),
            (@"^(?<x>[\w' ]+?) (?<p>(?:on|in|at|under|over) (?:an?|the) [\w ]+?),? (?:and )?not (?:on|in|at|under|over) .+$", "{x} should be {p}"),
            (@"^(?:paint|draw|print) (?<t>[\w -]+?) (?<p>(?:on|onto|across) (?:the|his|her|its|their|one) .+)$", "put {t} {p}"),
            (@"^(?:i wish|i'd like it if|i would like it if|it would be \w+ if) (?<r>.+)$", "suppose: {r}"),
            (@"^turn (?<x>.+?) around$", "make {x} face away"),
            (@"^cover (?:everything|it all|it|(?:all|the whole) .+?|the (?:picture|scene|image)) (?:in|with) (?<w>\w+)$", "make it {w}"),
            (@"^tidy up (?<x>.+)$", "make {x} tidy"),
            (@"^move (?:this|it|them|him|her|everything|the [\w ]+?) from (?<x>.+?) (?:to|into|onto) (?<a>.+)$", "replace {x} with {a}"),
            (@"^i (?:was thinking|am thinking|'m thinking|had in mind|was hoping|was going)(?: of| about| for)? (?<a>.+?)(?: rather than (?:what|it|this|that|now).*)?$", "i want {a}"),
            (@"^(?:do|try) (?<a>(?!it\b|this\b|that\b|the\b|something\b)[\w -]+)$", "i want {a}"),
            (@"^(?:restore|fix|repair|change|redo|update|transform|renovate) (?<x>.+?) so (?:that )?(?:it's|its|it is|it looks|they are|they're|they look) (?<r>.+)$", "make {x} {r}"),
            ("^(?:i|we)(?: would|'d)(?: really)? (?:appreciate|love|like) (?:it )?if (?:you|we) (?:could |would |can )?(?<r>.+)$", "{r}"),
            (@"^(?:the )?(?<x>\w+) (?:out|off),? (?:an? |the )?(?<n>\w+) in$", "replace {x} with {n}"),
            (@"^(?:have|let|make) (?<x>(?:her|him|them|it)\b|(?:the |his |their )?\w+) (?<r>\w+(?: [\w ]+?)?),? (?:instead of|rather than) (?<e>\w+)(?: \w+)?$", "make {x} {r}"),
            (@"^not (?:an? |the )?(?<x>.+?), (?<a>.+)$", "replace {x} with {a}"),
            (@"^(?<p>near|by|beside|in|on|at|over|under|behind|inside) (?<a>.+?),? (?:and )?(?:not|instead of|rather than) (?:\k<p> )?(?<x>(?:an?|the) .+)$", "replace {x} with {a}"),
            (@"^(?<x>[\w' -]+?) in (?<c>[\w -]+?),? (?:and )?not (?:in )?[\w -]+$", "make {x} {c}"),
            (@"^(?:(?:i|we) )?(?:don't|do not) (?:want|need) (?<x>.+?)(?:,? do we)?$", "remove {x}"),
            (@"^(?:(?:redo|do|render|draw) (?:it|this|that|the picture) in|(?:redo|do|make|render|draw|i want|have) (?:it|this|that|the picture) as) (?<a>(?:an? )?[\w -]*(?:art|style|photo\w*|painting|drawing|sketch|crayon|watercolou?r|cartoon|anime|comic))$", "turn it into {a}"),
            ($"^(?:i think |i'd say |wouldn't |maybe )*(?!the |his |her |my |it\\b|this |they|she |he |that )(?<a>[\\w -]+?) (?:would |might |may |could )?(?:look|be|suit|suits|fit|fits|looks|feel|work|works)\\b.*? (?:than|over) (?:in )?(?<x>[\\w -]+)$", "replace {x} with {a}"),
            ($"^(?:i think |i'd say |maybe )*(?!the |his |her |my |it\\b|this |they|she |he |that )(?<t>[\\w -]+?) (?:would|might|may) (?:look|be|suit|fit|feel|work|make (?:this|it|that))\\b.*$", "i want {t}"),
            (@"^(?:bin|skip|unhook|scrap|stop|toss|trash|ditch|dump) (?<x>.+)$", "remove {x}"),
            (@"^(?<u>\w+) (?<q>(?:the|his|her|its|their) [\w ]+)$", "make {q} {u:ed}"),
            (@"^hold (?<x>the [\w ]+)$", "remove {x}"),
            (@"^(?:exactly |just |only )?(?<k>one|two|three|four|five|six|seven|eight|\d+) (?<r>[\w ]+?),? (?:instead of|rather than|and not|not) (?:one|two|three|four|five|six|seven|eight|\d+|several|many|a bunch)$", "make it {k} {r}"),
            (@"^(?:how about |what about |i want |give me |use |put |have )?(?<n>an? [\w -]+?) instead$", "make it {n}"),
            ($"^{I} (?:rather|sooner) (?:have |see |want )?(?<n>an? (?!.*\\b(?:than|over|instead)\\b)[\\w -]+)$", "make it {n}"),
            (@"^(?:make|paint|turn|have|let)? ?(?<x>.+?) (?:should )?(?:(?:be |have )?(?:the )?same (?:colou?r|material|shade) as|match(?:es)?) (?<l>.+)$", "make {x} {l:look}"),
            (@"^(?:make|paint|turn|have|let)? ?(?<x>.+?) (?:the )?same \w+ as .+$", "make {x} same"),
            (@"^(?:let|make|have) it (?:be )?(?<w>snow|rain|raining|snowing|storm|stormy|foggy)\b.*$", "make it {w}"),
            (@"^(?:can|could|should|let|make) (?<x>.+?) (?:say|read) (?<r>.+?)(?: on (?:the|its) (?:side|front|back|top))?$", "make {x} say {r}"),
            (@"^(?<v>make it|turn it|it should be|make this) (?<w>[\w -]+?) with (?<a>.+)$", "make it {w} and add {a}"),
            (@"^shave (?:off )?(?<x>(?:his|her|the|that) .+?)(?: off)?$", "remove {x}"),
            (@"^(?:sprinkle|drizzle|scatter|pour|spread|glue|tape|pin|lay|rest|balance|wrap|tie) (?<a>[\w -]+?) (?<p>(?:on|onto|over|around|across) .+)$", "put {a} {p}"),
            ($"^(?:{I} {Want} (?:this|it)|make (?:this|it)|it should be|it's) (?:at |in )?(?<a>[\\w ]+?),? (?:and )?not (?:at |in )?(?<x>[\\w ]+)$", "make it {a}"),
            (@"^(?:put|place|have|make|let|set|move|show|it|they|he|she).*? (?:on|in|at|under|into|onto|inside) (?<a>(?:an?|some|the) [\w ]+?),? (?:and )?not (?:on |in |at )?(?:an?|the) (?<x>[\w ]+)$", "replace {x} with {a}"),
            (@"^(?<r>(?:make|let|have|turn|paint) .+?|.+? should .+?),? (?:and )?(?:not|rather than) (?!an? |the |his |her |but )(?:[\w-]+)(?: \w+)?$", "{r}"),
            (@"^(?<a>[\w -]+?) for (?<y>(?:the|his|her) [\w ]+?),? (?:and )?not (?<x>[\w ]+)$", "replace {x} with {a}"),
            (@"^(?<a>[\w -]+?) (?:instead of|rather than) (?<x>[\w -]+?) for (?<y>(?:the|his|her) [\w ]+)$", "replace {x} with {a}"),

            // Colours and materials
            ($"^(?:(?:{I} {Want}|can we have|could we have|make|have|give me|show|paint) )?(?<x>[\\w' -]+?) in (?:a )?(?<c>[\\w -]+?)(?: colou?r)?$", "make {x} {c}"),
            (@"^(?<x>(?!.*\b(?:make|turn|let)\b).+?) (?:(?:should|must|can|could|has to|needs to) )?(?:go|goes|turn|turns|get|gets|become|becomes) (?<s>[\w -]+)$", "make {x} {s}"),
            (@"^wake (?:up )?(?<x>.+?)(?: up)?$", "make {x} awake"),
            (@"^(?:make|let|have) (?<x>.+?) fall asleep(?<r>.*)$", "make {x} sleep {r}"),

            // Exchanges
            ($"^{I} (?:rather|prefer)(?: to)?(?: see| have| want)? (?<a>.+?)(?: here| there)? (?:than|over|instead of|rather than) (?<x>.+)$", "replace {x} with {a}"),
            ($"^(?:(?:what if|how about) )?instead of (?<x>[^,]+?),? (?:{I} (?:{Want}|have|go with|use|see)|put|add|use|there (?:should be|was|were|is)|have|show|make it|give me|(?:it|this) (?:should be|was|is))(?: in)? (?<a>.+)$", "replace {x} with {a}"),
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
            ($"^(?<p>(?:on|above|over|under|below|behind|beside|near|next to|in front of|in|at) (?:the|his|her|its|their) .+?),? {There} (?<a>(?:{New}) .+)$", "add {a} {p}"),
            ($"^(?<a>(?:{New}) (?!.*\\b(?:{Modal}|is|are)\\b).+?) (?<p>{Side})$", "add {a} {p}"),
            ($"^(?<t>[\\w -]+?) (?<p>{Side})$", "add {t:a} {p}"),
            ("^(?:need|needs|must have|gotta have) (?<a>(?!to\\b).+)$", "i want {a}"),
            (@"^there(?:'s| is| has) (?:got to|gotta|to) be (?<a>.+)$", "i want {a}"),
            (@"^(?:i (?:need|want) |make )?(?<k>one|two|three|four|five|\d) of (?<x>(?:the|those|these|them).*?) (?:gone|removed|out|away|disappear)$", "remove {k} of {x}"),
            ($"^(?<p>{Side}),? (?:{I} {Want}|there {Modal} be|there(?:'s| is| are)|add|put|we need|have|show)(?: there be)? (?<a>.+)$", "add {a} {p}"),
            ($"^there (?:{Modal} (?:also )?be|(?:has|have|needs?) to be|needs? to be) (?<a>.+)$", "i want {a}"),
            ("^there(?:'s| is| are| was| were) no (?<x>.+)$", "remove {x}"),
            ("^there(?:'s| is| are| was| were) (?<a>.+)$", "i want {a}"),
            ("^(?:let|have|let's have) there be (?<a>.+)$", "i want {a}"),
            ("^let's (?:have|see|get) (?<a>.+)$", "i want {a}"),
            ($"^(?:it|this|the (?:picture|scene|photo|image))(?: really| just)? (?:needs|could use|is missing|could do with|wants|lacks|{Modal} have|(?:has|needs) to have) (?<a>.+)$", "add {a}"),
            ("^(?<x>.+?) (?:goes|go|vanish(?:es)?|disappears?|(?:should|must|can|could|has to|have to|needs? to|gotta) (?:go(?: away)?|leave|vanish|disappear|be (?:gone|removed|deleted|out|away|erased)))(?: by now| now| please)?$", "remove {x}"),
            (@"^(?<x>.+?) (?:has|have|is|are) (?:gone|left|disappeared|vanished)$", "remove {x}"),
            ("^(?<x>.+?) (?:should not|shouldn't|must not|mustn't|can't|should no longer) be (?:there|here|in (?:it|there|the (?:picture|image|photo|scene)))$", "remove {x}"),
            (@"^(?<x>(?!.*\b(?:should|be|take|get|with|turn|switch)\b)[\w'-]+(?: [\w'-]+){0,3}?),? (?:gone|off|out|away)$", "remove {x}"),
            (@"^(?<n>(?!at\b|in\b|on\b)(?:an? |the )?[\w'-]+(?: [\w'-]+){0,2}) on$", "add {n}"),
            ("^(?:take|get|clear|cut|kick|wipe|clean|crop|edit|photoshop|leave|throw) (?:all )?(?<x>.+?) (?:(?:out|away|up)(?: of)?(?: (?:there|here|it|this|the (?:picture|image|photo|scene|shot|frame)|(?<n>.+)))?|off(?: of)?(?: .+)?)$", "remove {x}"),
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
            (@"^(?:an? )?(?<z>[\w-]+) (?:look|vibes?|feel|mood|aesthetic)$", "{z} style"),
            (@"^(?<a>[\w -]+?)(?: (?:style|look|vibes?|feel|mood|edition|version)),? (?:please|of (?:this|it)(?: \w+)?)$", "{a} style"),

            // Verbs that say the result
            (@"^(?<v>calm|cheer|warm|cool|light|dark|clean|tidy|dry|dirty|mess|slim|fatten|brighten|lighten|age|empty) (?<x>.+?) (?:down|up|out)$", "make {x} {v}"),
            (@"^(?<v>calm|soften|sharpen|thicken|widen|deepen|shorten|lengthen|loosen) (?<x>.+)$", "make {x} {v}"),
            ("^(?:repaint|recolou?r|dye|tint|colou?r|paint) (?<x>.+?) (?:to|in|into|with) (?<a>.+)$", "make {x} {a}"),
            ("^(?<t>[\\w -]+?(?: and (?:an? )?[\\w -]+)?) for (?<x>the .+|his .+|her .+|its .+|their .+)$", "give {x} {t}"),
            (@"^(?:some |a lot |lots |many )?more (?:of )?(?<t>[\w-]+(?: [\w-]+)?)$", "add more {t}"),
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
                var text = Filled(rewriting, match, caption);
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
        'c' => Phrase.Parse(group.Value) is { IsEmpty: false } color && WordSets.IsColor(color.Words[0] is "plain" or "solid" ? color[1..] : color) && color.Words[^1] is not "light",
        's' => Phrase.Parse(group.Value) is { IsEmpty: false } state && (WordSets.IsState(state) || state.Words.All(word => Scales.Has(word) || WordLexicon.IsAdjective(word))),
        'l' => LookOf(group.Value, caption) is not null,
        'z' => WordSets.IsManner(group.Value) || WordSets.IsStyle(Phrase.Parse(group.Value)),
        // The verb goes with what it replaces: "holding a book", but not "reading a book" by "holding a cat".
        'b' => Actions.Doing(new Phrase(group.Value)) is { } doing && (caption.Text.Contains($" {doing} ", StringComparison.OrdinalIgnoreCase) || Actions.IsHaving(doing.Words[0]) && !caption.Text.Split(' ').Any(word => word.EndsWith("ing", StringComparison.Ordinal) && Actions.IsParticiple(word) && !Actions.IsHaving(word) && !Actions.IsStance(word))),
        'e' => Actions.IsVerb(group.Value) && !WordLexicon.IsPlural(group.Value),
        // A verb that says the result of being done, and the whole name of a thing: "crumple | the handkerchief".
        'u' => WordLexicon.IsVerb(group.Value) && !Actions.IsVerb(group.Value) && VerbTable.Read(new Phrase(group.Value.ToLowerInvariant(), "the")).Length == 0 && !WordSets.IsColor(group.Value) && group.Value is not ("fix" or "fire" or "clear" or "use" or "try" or "do" or "get" or "go" or "let" or "need" or "want" or "like" or "love" or "keep" or "swap" or "mind" or "see"),
        'q' => Phrase.Parse(group.Value) is var named && caption.MentionLength(named) == named.Words.Length,
        'w' => Weather.Read(Phrase.Parse(group.Value)) is not null,
        't' => Phrase.Parse(group.Value) is { IsEmpty: false } thing && VerbTable.Read(thing).Length == 0 && !thing.Words.Skip(1).Any(Article.Is) && !thing.Words.Any(word => word is "how" or "what" or "i" or "there" || WordClass.Pronouns.Contains(word) || WordClass.Auxiliaries.Contains(word)) && !(Actions.IsVerb(thing.Words[0]) && !WordLexicon.IsThing(thing.Words[0])) && WordLexicon.IsThing(thing.Words[^1]) && !WordSets.IsColor(thing.Words[^1]) && !WordSets.IsMaterial(thing.Words[^1]),
        _ => true,
    });

    // "the chair" of "a wooden chair": wooden
    private static string? LookOf(string thing, ICaption caption) =>
        caption.Referents(Phrase.Parse(thing)) is [var named] && named.Words.Where(word => WordSets.IsColor(word) || WordSets.IsMaterial(word)).ToList() is { Count: > 0 } look && look.Count < named.Words.Length
            ? string.Join(' ', look) : null;

    private static string Filled(string rewriting, Match match, ICaption caption) => Slot().Replace(rewriting, slot =>
    {
        var words = match.Groups[slot.Groups[1].Value].Value.Trim(' ', ',');
        return slot.Groups[2].Value switch
        {
            "ed" => Actions.PassiveOf(words),
            "base" => Actions.BaseOf(words),
            "a" => WishForm.Counted(Phrase.Parse(words)),
            "look" => LookOf(words, caption)!,
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
