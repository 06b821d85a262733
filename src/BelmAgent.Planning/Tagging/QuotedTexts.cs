using System.Collections.Immutable;
using System.Text.RegularExpressions;

namespace BelmAgent.Planning.Tagging;

/// <summary>
/// Texts in quotation marks: put "Best Dad" on the mug. To the networks each is one word in capitals, as on a sign, since its words are no part of the
/// sentence around it. In what the networks write it is the text again, in quotation marks.
/// </summary>
internal sealed partial class QuotedTexts
{
    // Plain words of signs; one that the caption or the request has stands for nothing.
    private static readonly string[] StandIns = ["SALE", "CAFE", "TAXI", "EXIT", "BANK", "HOTEL"];
    private readonly ImmutableArray<(string StandIn, string Text)> _texts;

    private QuotedTexts(PlanningRequest request)
    {
        var texts = In(request.Request).Concat(In(request.Caption).Where(text => text.Contains(' ', StringComparison.Ordinal))).Distinct(StringComparer.OrdinalIgnoreCase);
        _texts = [.. StandIns.Where(word => !$"{request.Caption} {request.Request}".Contains(word, StringComparison.OrdinalIgnoreCase)).Zip(texts)];
        Folded = _texts.IsEmpty ? request : request with { Caption = Fold(request.Caption), Request = Fold(request.Request) };
    }

    /// <summary>Gets the caption and the request with a word for each text of the request, and for each of the caption that has several words.</summary>
    public PlanningRequest Folded { get; }

    /// <summary>Finds the texts of a request and its caption.</summary>
    public static QuotedTexts Find(PlanningRequest request) => new(request);

    /// <summary>Puts the texts in the places of their words.</summary>
    public string Unfold(string target) => _texts.Aggregate(target, (text, pair) =>
        Regex.Replace(text, $"""(["“']?)\b{pair.StandIn}\b(["”']?)""", match => match.Groups[1].Length > 0 && match.Groups[2].Length > 0 ? $"{match.Groups[1]}{pair.Text}{match.Groups[2]}" : $"{match.Groups[1]}\"{pair.Text}\"{match.Groups[2]}", RegexOptions.IgnoreCase));

    private string Fold(string text) => Quotation().Replace(text, match =>
        _texts.FirstOrDefault(pair => pair.Text.Equals(Said(match), StringComparison.OrdinalIgnoreCase)) is { StandIn: { } word } ? $"{match.Value[0]}{word}{match.Value[^1]}" : match.Value);

    private static IEnumerable<string> In(string text) => Quotation().Matches(text).Select(Said).Where(said => said.Any(char.IsLetterOrDigit));

    private static string Said(Match match) => match.Value[1..^1].Trim();

    [GeneratedRegex("""(?<!\w)(?:"[^"]+"|“[^”]+”|'[^']+'(?!\w))""")]
    private static partial Regex Quotation();
}
