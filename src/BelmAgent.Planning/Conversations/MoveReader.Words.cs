using System.Text.RegularExpressions;

namespace BelmAgent.Planning.Conversations;

/// <content>The words that requests are told by.</content>
internal static partial class MoveReader
{
    private const string Another = @"(?:a|an|another|one more)\s+(?:new\s+)?(?:picture|image|photo)\s+(?:of|with|showing)\s+";

    // "draw" and "create" are edits of the current picture, unless they refer to a separate picture.
    [GeneratedRegex(@"^(?:(?:generate|imagine)\s+(?:me\s+)?(?<another>" + Another + @")?|(?:draw|create|make|paint)\s+(?:me\s+)?(?<another>" + Another + @")|(?<another>(?:a\s+)?new\s+(?:picture|image|photo)(?:\s+(?:of|with|showing)\s+|\s*:\s*)))(?<prompt>.+)$", RegexOptions.IgnoreCase)]
    private static partial Regex Generate();

    [GeneratedRegex(@"^(?:back|the one before(?: that)?|(?<all>start (?:over|again)|reset(?: it| everything)?)|(?:undo|revert|go back|take (?:that|it|this) back)(?:\s+(?:that|it|this|again|one step))*(?:\s+(?:(?:the\s+)?last\s+)?(?<count>twice|two|three|four|five|\d{1,3})(?:\s+(?:steps?|edits?|times|changes?|turns?))?|\s+(?<all>everything|all(?: of it| edits| changes)?)|\s+the\s+last\s+(?:edit|change|step|turn)|\s+(?:to\s+)?(?:before|the\s+previous))?)$", RegexOptions.IgnoreCase)]
    private static partial Regex Undo();

    [GeneratedRegex(@"^(?:redo(?:\s+(?:that|it|this))?|undo the undo|go forward|bring (?:it|that) back)$", RegexOptions.IgnoreCase)]
    private static partial Regex Redo();

    [GeneratedRegex(@"^(?:(?:go|switch|return|come)(?:\s+back)?\s+to|(?:back|revert) to|restore|bring back|take|use|open|show(?:\s+me)?|continue (?:with|from)|go on (?:with|from)|(?:I\s+)?(?:prefer|liked?|want)(?:\s+back)?)\s+(?<where>.+?)(?:\s+(?:better|best|more|most|again|back))?$", RegexOptions.IgnoreCase)]
    private static partial Regex Go();

    [GeneratedRegex(@"^(?<where>(?:the\s+)?(?:first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|original|previous|next|last)(?:\s+(?:one|picture|image|photo|version))?(?:\s+again)?|(?:picture|image|photo|version|number)\s+(?:number\s+)?(?:\d{1,4}|one|two|three|four|five|six|seven|eight|nine|ten)|#\s*\d{1,4})(?:\s+(?:was|is|looked|looks)\s+(?:better|nicer|best|good))?$", RegexOptions.IgnoreCase)]
    private static partial Regex Bare();

    [GeneratedRegex(@"^(?:(?:show|list)\s+(?:me\s+)?(?:(?:the|all|both|all of the|all the)\s+)?(?:history|versions|pictures|images|photos)|history|(?:which|what)\s+(?:pictures|images|photos|versions)\s+(?:are there|do (?:I|we|you) have))$", RegexOptions.IgnoreCase)]
    private static partial Regex History();

    [GeneratedRegex(@"^(?:compare\b|what(?:'s| is| has)?\s+(?:changed|different|the difference)\b|what\s+(?:did you|have you|was|has been)\s+changed?\b|how different\b|how (?:much|well) (?:has|did) (?:it|the rest)\b)", RegexOptions.IgnoreCase)]
    private static partial Regex Compare();

    [GeneratedRegex(@"^(?:describe\b|what(?:'s| is| does| do)\b.*\b(?:show|see|picture|image|photo|original|this|there|it)\b|(?:where|who|how many|what colou?r|what kind|is (?:it|the|this|that|there)|are (?:there|the|they)|does (?:it|the))\b(?!.*\b(?:possible|make|turn|change|add|remove|be)\b)(?!.*[?,].*\w))", RegexOptions.IgnoreCase)]
    private static partial Regex Describe();

    [GeneratedRegex(@"^invert\b(?!.*\bcolou?rs?\b)", RegexOptions.IgnoreCase)]
    private static partial Regex Invert();

    [GeneratedRegex(@"^(?:never\s?mind|forget (?:it|that)|cancel(?: that| it)?|stop|no(?:pe)?(?:,? thanks?(?: you)?)?|leave it(?: as it is)?|don't|do nothing|neither|nothing|none(?: of them)?)$", RegexOptions.IgnoreCase)]
    private static partial Regex NeverMind();

    [GeneratedRegex(@"^(?:(?:ok(?:ay)?|yes|yep|yeah|sure|great|perfect|nice|cool|good|super|wonderful|lovely|thanks?|thank you|very much|that's it|well done|(?:great|good|nice) (?:job|work)|(?:it |that )?looks (?:good|great|nice))[\s,!.]*)+$", RegexOptions.IgnoreCase)]
    private static partial Regex Thanks();

    [GeneratedRegex(@"^(?:help|hello|hi|hey|good (?:morning|day|evening|afternoon)|who are you|what (?:can|could) (?:you|i) (?:do|draw|make|say)|how does this work)(?:\s+there)?$", RegexOptions.IgnoreCase)]
    private static partial Regex Helps();

    // Words that can only refer to a picture of the conversation, not to a thing in one.
    [GeneratedRegex(@"\b(?:pictures?|images?|photos?|versions?|originals?|number|img_[a-z0-9]+)\b|#\s*\d", RegexOptions.IgnoreCase)]
    private static partial Regex NamesPicture();

    [GeneratedRegex(@"^(?:take|use)\b", RegexOptions.IgnoreCase)]
    private static partial Regex TakeOrUse();

    [GeneratedRegex(@"\bjob_[a-z0-9]+\b")]
    private static partial Regex JobId();

    [GeneratedRegex(@"^(?:stop|cancel|abort)(?:\s+(?:it|that|this|now|the\s+(?:edit|job|work)|job_[a-z0-9]+))*$", RegexOptions.IgnoreCase)]
    private static partial Regex Stop();

    [GeneratedRegex(@"^save(?:\s+(?:it|this|that|everything|(?:the|this)\s+(?:picture|image|photo|result)))?(?:\s+(?:as|to|in)\s+\S+)?$", RegexOptions.IgnoreCase)]
    private static partial Regex Save();

    [GeneratedRegex(@"^(?:delete|remove|erase|throw away)\s+(?:(?:the|this|that|all|both|every|of)\s+)*(?:[a-z]+\s+)?(?:pictures?|images?|photos?|versions?)(?:\s+\d{1,4})?$", RegexOptions.IgnoreCase)]
    private static partial Regex Delete();

    // "undo and make it night", "go back to the first picture, then add a cat".
    [GeneratedRegex(@"^(?<move>(?:undo|redo|go|back|revert|return|take|use|switch|restore|start)\b.*?)\s*(?:[,;]|\band\b|\bthen\b|\bbut\b)+\s*(?:(?:and|then|but)\b\s*)*(?<rest>\S.*)$", RegexOptions.IgnoreCase)]
    private static partial Regex Then();

    [GeneratedRegex(@"^(?:and|(?:and\s+|also\s+|now\s+)?(?:do\s+)?(?:the same(?:\s+thing)?|that|it)(?:\s+(?:too|also|again|as well|there))*)\W*$", RegexOptions.IgnoreCase)]
    private static partial Regex Same();

    // Polite words around a request.
    [GeneratedRegex(@"^(?:(?:please|kindly|(?:could|can|would|will) (?:you|we)|ok(?:ay)?|hey|now|then|and|so|well|actually|oh|I(?:'d| would) like to|I want to|let's|let us)\b[\s,]*)+(?=\S)|(?:[\s,]+(?:and\s+)?(?:please|thanks|thank you|for me|instead|now|then))+$", RegexOptions.IgnoreCase)]
    private static partial Regex Polite();

    // Words that can only refer to a running edit.
    [GeneratedRegex(@"^(?:how far (?:is|are) (?:it|you|we)|how (?:long|much longer)(?: .*)?|is it (?:done|ready|finished)(?: yet)?|status|progress|done|ready)$", RegexOptions.IgnoreCase)]
    private static partial Regex IsIt();

    // "from this picture": the user wants the chain, not the first picture again.
    [GeneratedRegex(@",?\s*\b(?:starting\s+)?(?:from\s+(?:this|the current|the last|the edited)\s+(?:very\s+)?(?:picture|image|photo|result)(?:\s+itself)?|on\s+(?:this|the)\s+(?:very\s+(?:picture|image|photo|result)|(?:picture|image|photo|result)\s+itself))\b|,?\s*\bfrom the result\b", RegexOptions.IgnoreCase)]
    private static partial Regex Chained();
}
