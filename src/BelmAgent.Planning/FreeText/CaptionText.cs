using System.Collections.Immutable;
using System.Text.RegularExpressions;
using BelmAgent.Planning.Lexicon;
using BelmAgent.Planning.Text;

namespace BelmAgent.Planning.FreeText;

/// <summary>A caption whose words can be replaced while the rest stays as written. Immutable.</summary>
internal sealed partial class CaptionText
{
    private readonly ImmutableArray<Token> _tokens;

    private CaptionText(ImmutableArray<Token> tokens)
    {
        _tokens = tokens;
        Words = [.. tokens.Select(token => token.Word)];
    }

    /// <summary>Gets the words and punctuation marks in order; a possessive 's is a word of its own, and brackets are dropped.</summary>
    public ImmutableArray<string> Words { get; }

    /// <summary>Gets the position of the end of the text, before a full stop.</summary>
    public int End => Words is [.., "." or "!"] ? Words.Length - 1 : Words.Length;

    /// <summary>Splits a caption into words.</summary>
    public static CaptionText Parse(string caption) =>
        new([.. WordWithBrackets().Matches(caption).Select(match => new Token(match.Groups[1].Value, match.Groups[2].Value, match.Groups[3].Value))]);

    /// <summary>Replaces a range of words; an article before or in the new words is adjusted.</summary>
    public CaptionText Replace(int from, int to, params IReadOnlyList<string> words)
    {
        // Unchanged words keep their surrounding text.
        var same = words.Zip(Words.Skip(from).Take(to - from)).TakeWhile(pair => pair.First == pair.Second).Count();
        (from, words) = (from + same, [.. words.Skip(same)]);
        var lead = from < _tokens.Length && to > from ? _tokens[from].Lead : from == 0 ? "" : " ";
        // What takes a comma's place stands apart.
        lead = lead.Length == 0 && from > 0 && to > from && words is [var begin, ..] && char.IsLetterOrDigit(begin[0]) && (Words[from] is "," || Possessive.Is(Words[from])) ? " " : lead;
        var tail = to > from && words.Count > 0 ? _tokens[to - 1].Tail : "";
        var tokens = _tokens.ToBuilder();
        tokens.RemoveRange(from, to - from);
        tokens.InsertRange(from, words.Select((word, i) => new Token(word == "," || Possessive.IsEnding(word) ? "" : i > 0 ? " " : lead, word, i == words.Count - 1 ? tail : "")));
        if (from == 0 && tokens.Count > 0)
        {
            var isCapital = _tokens is [var begins, ..] && char.IsUpper(begins.Word[0]);
            tokens[0] = tokens[0] with
            {
                Lead = words.Count > 0 ? tokens[0].Lead.TrimStart() : "",
                Word = isCapital ? char.ToUpperInvariant(tokens[0].Word[0]) + tokens[0].Word[1..] : tokens[0].Word,
            };
            if (words.Count > 0 && tokens.Count > words.Count && (tokens[words.Count].Lead.Length == 0 || to == 0))
            {
                var next = tokens[words.Count];
                tokens[words.Count] = next with { Lead = " " + next.Lead.TrimStart(), Word = isCapital && to == 0 && !IsName(tokens, words.Count) ? char.ToLowerInvariant(next.Word[0]) + next.Word[1..] : next.Word };
            }
        }

        for (var i = Math.Max(0, from - 1); i < Math.Min(tokens.Count - 1, from + words.Count); i++)
        {
            if (Article.Is(tokens[i].Word))
            {
                var article = Article.For(tokens[i + 1].Word);
                tokens[i] = tokens[i] with { Word = char.IsUpper(tokens[i].Word[0]) ? char.ToUpperInvariant(article[0]) + article[1..] : article };
            }
        }

        return new(tokens.ToImmutable());
    }

    /// <summary>Removes a range of words, and a comma that is left over.</summary>
    public CaptionText Remove(int from, int to)
    {
        var isStrayComma = to < Words.Length && Words[to] == "," && (from == 0 || Words[from - 1] == ",");
        var isOpenEnd = to >= End && from > 0 && Words[from - 1] == ",";
        return Replace(isOpenEnd ? from - 1 : from, isStrayComma ? to + 1 : to);
    }

    /// <summary>Adds words at the end, before a full stop.</summary>
    public CaptionText Append(params IReadOnlyList<string> words) => Replace(End, End, words);

    /// <inheritdoc/>
    public override string ToString() => string.Concat(_tokens.Select(token => token.Lead + token.Word + token.Tail));

    // "Bride and groom" begins with a word as any other, "Grand Canal at dawn" and "Lena at home" with a name, "SUV on a road" with capitals.
    private static bool IsName(ImmutableArray<Token>.Builder tokens, int at)
    {
        var word = tokens[at].Word.ToLowerInvariant();
        return !WordClass.Determiners.Contains(word) && Numbers.Read(word) is null
            && (tokens[at].Word is { Length: > 1 } written && written.All(char.IsUpper) || !(WordLexicon.IsNoun(word) || WordLexicon.IsAdjective(word)) || (at + 1 < tokens.Count && char.IsUpper(tokens[at + 1].Word[0])));
    }

    [GeneratedRegex(@"([\s\[\]]*)((?<=[\p{L}\p{N}])['’]s\b|[\p{L}\p{N}](?:(?!['’]s\b)[\p{L}\p{N}'’-])*(?<=[\p{L}\p{N}])|[\uD800-\uDBFF][\uDC00-\uDFFF]|[^\s\[\]])(\]*)")]
    private static partial Regex WordWithBrackets();

    // Lead and tail are the text around the word: spaces and brackets.
    private readonly record struct Token(string Lead, string Word, string Tail);
}
