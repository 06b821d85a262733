using System.Collections.Frozen;
using System.Text.RegularExpressions;
using BelmAgent.Planning.FreeText;
using BelmAgent.Planning.Lexicon;
using BelmAgent.Planning.Text;

namespace BelmAgent.Planning.Offline;

/// <summary>Requests that the planner cannot plan, each with one sentence and the remedy: other tools' work, questions, other languages.</summary>
internal static partial class Refusals
{
    private static readonly (FrozenSet<string> Name, FrozenSet<string> Words)[] Languages = WordLexicon.Pairs("language");

    /// <summary>Returns the answer to a request that is no change of what a picture shows; null if it may be one.</summary>
    public static PlanningOutcome? Read(string request, string caption)
    {
        if (Language(request) is { } language)
        {
            return PlanningOutcome.Ask(
                $"That looks like {language}; the built-in planner reads English. Say it in English, or set Belm:Planner:Endpoint to a language model, which reads other languages.", "The request is in another language.");
        }

        if (Tool().Match(request) is { Success: true } tool)
        {
            return PlanningOutcome.Ask(
                $"I change what an image shows, and cannot {Verb(tool)} it: use an image editor for that, or say what should look different, like \"make the car blue\".", "The request is not about what the image shows.");
        }

        if (Vague().IsMatch(request))
        {
            return PlanningOutcome.Ask(
                $"What should look better? Name a thing and what it should become, like \"make the sky blue\"; the caption says \"{caption}\".", "The request does not say what should change.");
        }

        return Question().IsMatch(request) && !Wish().IsMatch(request) ? PlanningOutcome.Ask(Answer(request, caption), "The request is a question.") : null;
    }

    private static string Verb(Match tool) => tool.Groups["v"].Value.ToLowerInvariant() is { Length: > 0 } verb ? verb : "do that to";

    // From the caption, where it says so.
    private static string Answer(string request, string caption)
    {
        var words = CaptionText.Parse(caption).Words;
        var said = Phrase.Parse(request).Words.Where(word => words.Any(other => Nouns.Same(word, other)) && WordLexicon.IsNoun(word)).ToList();
        if (said.Count > 0 && NounFinder.Find(words, new Phrase(said[^1])) is [var span, ..])
        {
            return $"The caption says \"{string.Join(' ', words[span.Start..span.End])}\", and nothing more about it. What should change?";
        }

        return $"I only know what the caption says: \"{caption}\". What should change?";
    }

    private static string? Language(string request)
    {
        var script = request.Count(c => c > 0x24F && char.IsLetter(c));
        if (script * 2 > request.Count(char.IsLetter))
        {
            var letter = request.First(c => c > 0x24F && char.IsLetter(c));
            return letter switch
            {
                >= '\u0400' and <= '\u04FF' => "Russian or a related language",
                >= '\u0370' and <= '\u03FF' => "Greek",
                >= '\u0590' and <= '\u05FF' => "Hebrew",
                >= '\u0600' and <= '\u06FF' => "Arabic",
                >= '\u0900' and <= '\u097F' => "Hindi",
                >= '\u3040' and <= '\u30FF' => "Japanese",
                >= '\uAC00' and <= '\uD7AF' => "Korean",
                >= '\u4E00' and <= '\u9FFF' => "Chinese",
                _ => "another language",
            };
        }

        var words = Phrase.Parse(request.ToLowerInvariant()).Words;
        var best = Languages.Select(language => (language.Name, language.Words, Count: words.Count(language.Words.Contains))).MaxBy(language => language.Count);
        return (best.Count > 1 || (best.Count == 1 && words.Length == 1)) && best.Count * 3 >= words.Length && words.Count(word => !best.Words.Contains(word) && WordLexicon.Knows(word)) * 2 < words.Length
            ? best.Name.First()
            : null;
    }

    [GeneratedRegex(@"^\W*(?:(?:can|could|would|will) you |please |now |just |kindly |i want you to )*(?<v>crop|rotate|resize|rescale|upscale|downscale|denoise|deblur)\b(?! (?:tops?|circles?|out)\b)|(?<!\b(?:the|a|an|my|his|her|its|of|with|in|on|and)\s(?:\w+\s)?)\b(?<v>crop|rotate|flip|mirror|resize|rescale|upscale|downscale|sharpen|enhance|denoise|deblur|compress|straighten|zoom|export|convert (?=[\w ]*\b(?:png|jpe?g|webp|gif|pdf)\b))\b(?! (?:top|circle|field|jeans))(?=(?: (?:in|out|on|up|down|to|into|by|it|this|that|the|a|my|bit|\d\w*|horizontally|vertically|degrees|upside|everything|picture|photo|image|pic|quality|resolution|colou?rs?|details?|edges?|whole|thing|off|left|right|around|sideways|clockwise|bottom|top|part|half|sides?|face|of|and|please))*\W*(?:$|so|for|because|,))|\b(?:(?:higher|better|more|increase|improve|boost|raise|up) (?:the )?(?:resolution|quality|contrast|saturation|brightness|exposure)|\d+ ?(?:k|dpi|px|pixels|megapixels?)\b|aspect ratio|\d+ ?x ?\d+|less blurry|not (?:so )?blurry|portrait format|landscape format|square format|instagram (?:size|format))", RegexOptions.IgnoreCase)]
    private static partial Regex Tool();

    [GeneratedRegex(@"^\W*(?:(?:can|could|would) you |please |just )*(?:make|get|have|let) (?:it|this|the (?:picture|photo|image|pic)|that)(?: look| to look| be)?(?: a (?:bit|lot|little))?(?: more| much| way| so)* (?:better|nicer|good|great|cooler|cool|pretty|prettier|perfect|awesome|amazing|professional|pop|interesting|beautiful|nice|best|epic|stunning|more fun|fancy|fancier|special)\b[^a-z]*(?:please|looking|thanks)?\W*$|^\W*(?:improve|fix|beautify|retouch|polish|edit|change|update|redo)(?: (?:it|this|that|the (?:picture|photo|image|pic)))?\W*$|^\W*(?:do|make|change|try) (?:something|anything|whatever)\b.*$|^\W*(?:surprise me|make it pop|work your magic|do your (?:thing|magic)|i don't (?:like (?:it|this|that)(?: one)?|know)\b.*|not sure\b.*|idk\b.*)\W*$", RegexOptions.IgnoreCase)]
    private static partial Regex Vague();

    [GeneratedRegex(@"^\W*(?:(?:hey|hi|so|ok|and|but|btw|um|hmm|wait)[, ]+)*(?:what(?:'s| is| are| does| do| kind| colou?r| time| year| breed| type| brand)\b|who\b|whose\b|where\b|when\b|why\b|how (?:many|much|old|big|tall|do|does|did|far|long|can|is|are)\b|which\b|is (?:there|this|that|it|the|he|she)\b|are (?:there|these|those|they|the)\b|does\b|did\b|do (?:you (?:know|see|like|think it|have)|they|we|i)\b|(?:can|could|should|may) i\b(?! (?:have|get|see|ask you to|please|also have|just have)\b)|tell me (?:what|who|where|how|about|if)\b|describe\b|can you (?:tell|see|describe|explain|guess|identify|count|read)\b|am i\b|was (?:this|that|it)\b)", RegexOptions.IgnoreCase)]
    private static partial Regex Question();

    [GeneratedRegex(@"^\W*(?:what if|how about|what about)\b|\b(?:possible|any (?:way|chance)) (?:to|that|for|you|we)\b|^\W*is there (?:a|any) (?:way|chance)|^\W*who (?:wants|needs)|^\W*where (?:the|it says)\b.*,", RegexOptions.IgnoreCase)]
    private static partial Regex Wish();
}
