using System.Collections.Immutable;
using System.Text.RegularExpressions;
using BelmAgent.Planning.Text;

namespace BelmAgent.Planning.Tagging;

/// <summary>
/// Texts in quotation marks: put "Best Dad" on the mug. To the networks each is one word in capitals, as on a sign, since its words are no part of the
/// sentence around it. In what the networks write it is the text again, in quotation marks.
/// </summary>
internal sealed partial class QuotedTexts
{
    // Plain words of signs, none of which is a verb. One that the caption or the request has stands for nothing.
    private static readonly string[] StandIns = ["SALE", "CAFE", "HOTEL", "MENU", "PIZZA", "BAKERY"];
    private readonly ImmutableArray<(string StandIn, string Text)> _texts;

    private QuotedTexts(PlanningRequest request)
    {
        var (shown, asked, said) = (In(request.Caption).ToList(), In(request.Request).ToList(), Phrase.Parse(request.Request).Words);
        // A sign that says "Fresh Bread" stays in words where one of them is named: change Bread to Cake.
        var whole = shown.Where(text => asked.Contains(text, StringComparer.OrdinalIgnoreCase) || (text.Contains(' ', StringComparison.Ordinal) && !Phrase.Parse(text).Words.Where(TagWords.IsContent).Intersect(said, StringComparer.OrdinalIgnoreCase).Any()));
        // "OPEN" becomes "Open": one word for both would show no change.
        var texts = whole.Concat(asked).Distinct(StringComparer.OrdinalIgnoreCase).Where(text => asked.Where(other => other.Equals(text, StringComparison.OrdinalIgnoreCase)).Distinct().Count() < 2);
        _texts = [.. StandIns.Where(word => !$"{request.Caption} {request.Request}".Contains(word, StringComparison.OrdinalIgnoreCase)).Zip(texts)];
        Folded = _texts.IsEmpty ? request : request with { Caption = Fold(request.Caption), Request = Fold(request.Request) };
    }

    /// <summary>Gets the caption and the request with a word for each text of the request, and for those of the caption that have several words.</summary>
    public PlanningRequest Folded { get; }

    /// <summary>Finds the texts of a request and its caption.</summary>
    public static QuotedTexts Find(PlanningRequest request) => new(request);

    /// <summary>Returns what stands outside of quotation marks.</summary>
    public static string Outside(string request) => Quotation().Replace(request, "");

    /// <summary>Puts the texts in the places of their words, with an article that fits.</summary>
    public string Unfold(string target) => _texts.Aggregate(target, (sentence, pair) => Unfold(sentence, pair.StandIn, pair.Text));

    private static string Unfold(string sentence, string standIn, string text)
    {
        // A mug with a text and a handle: what the mug has on it, and what belongs to it.
        var plain = sentence.Replace($" with {standIn} with ", $" with {standIn} on it and ", StringComparison.Ordinal);
        var mark = text.Contains('"', StringComparison.Ordinal) ? "'" : "\"";
        return Regex.Replace(plain, $"""(?:\b(an?) (["“']?))?\b{standIn}\b""", match =>
        {
            var isInside = plain[..match.Index].Count(letter => letter is '"' or '“' or '”') % 2 == 1 || match.Groups[2].Length > 0 || (match.Index > 0 && plain[match.Index - 1] is '\'' or '‘');
            var said = isInside ? text : $"{mark}{text}{mark}";
            return match.Groups[1] is { Success: true } article ? $"{(char.IsUpper(article.Value[0]) ? "A" : "a")}{Article.For(text)[1..]} {match.Groups[2]}{said}" : said;
        }, RegexOptions.IgnoreCase);
    }

    private string Fold(string text) => Quotation().Replace(text, match =>
        _texts.FirstOrDefault(pair => pair.Text.Equals(Said(match), StringComparison.OrdinalIgnoreCase)) is { StandIn: { } word } ? $"{match.Value[0]}{word}{match.Value[^1]}" : match.Value);

    private static IEnumerable<string> In(string text) => Quotation().Matches(text).Select(Said).Where(said => said.Any(char.IsLetterOrDigit));

    private static string Said(Match match) => match.Value[1..^1].Trim();

    // Apostrophes are none: rock 'n' roll, 'em, the '90s, the dogs' hats.
    [GeneratedRegex("""(?<!\w)(?:"(?!\s)[^"]+(?<!\s)"|“[^”]+”|‘[^’]+’|'(?!n'|em\b|til\b|cause\b|\d\ds\b|\s)(?:[^']|(?<=\w)'(?=\w))+(?<!\s)'(?!\w))""", RegexOptions.IgnoreCase)]
    private static partial Regex Quotation();
}
