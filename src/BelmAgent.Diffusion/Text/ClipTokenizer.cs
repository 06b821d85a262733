using System.Net;
using System.Text.RegularExpressions;
using BelmAgent.Diffusion.Models;
using Microsoft.ML.Tokenizers;

namespace BelmAgent.Diffusion.Text;

/// <summary>CLIP's byte-level BPE tokenizer, read from a model's own <c>tokenizer/</c> folder.</summary>
/// <remarks>
/// Text is HTML-unescaped, its white space is collapsed, and it is lower-cased. Longer texts are truncated; shorter ones are padded
/// with the folder's padding token (SD-1.x pads with the end token, SD-2 with "!"). Immutable; safe to share between threads.
/// </remarks>
public sealed partial class ClipTokenizer
{
    internal const int ClipLength = 77;
    private readonly BpeTokenizer _bpe;
    private readonly int _begin;
    private readonly int _end;
    private readonly int _pad;

    private ClipTokenizer(BpeTokenizer bpe, int begin, int end, int pad, int? limit, int length)
    {
        (_bpe, _begin, _end, _pad) = (bpe, begin, end, pad);
        (Limit, MaxLength) = (limit, length);
    }

    /// <summary>
    /// Gets the number of ids in one encoded text, including begin, end and padding: the text encoder's length in a loaded model (77
    /// for CLIP); for a tokenizer alone, its own limit, or 77 if it has none.
    /// </summary>
    public int MaxLength { get; }

    /// <summary>Gets the limit in the tokenizer's config, which may exceed its encoder's; null if there is none.</summary>
    internal int? Limit { get; }

    /// <summary>Gets the number of tokens in the vocabulary.</summary>
    public int Count => _bpe.Vocabulary.Count;

    /// <summary>Reads a tokenizer.</summary>
    /// <param name="folder">A folder with <c>vocab.json</c> and <c>merges.txt</c>, and optionally <c>tokenizer_config.json</c>
    /// and <c>special_tokens_map.json</c>.</param>
    /// <exception cref="ModelException">A file is damaged, or a special token is not in the vocabulary.</exception>
    public static ClipTokenizer Load(string folder)
    {
        var vocabulary = Path.Combine(folder, "vocab.json");
        var config = PartConfig.Load(Path.Combine(folder, "tokenizer_config.json"));
        var special = PartConfig.Load(Path.Combine(folder, "special_tokens_map.json"));

        string Token(string name, string otherwise) => special.Text(name) ?? config.Text(name) ?? otherwise;
        var unknown = Token("unk_token", "<|endoftext|>");
        var bpe = CreateBpe(vocabulary, Path.Combine(folder, "merges.txt"), unknown);

        int Id(string token) => bpe.Vocabulary.TryGetValue(token, out var id) && id >= 0
            ? id
            : throw ModelException.Broken(vocabulary, $"it lacks the token {token}");
        var end = Token("eos_token", "<|endoftext|>");
        // transformers represents "no limit" by a huge number.
        int? limit = config.Number("model_max_length") is { } said and >= 3 and < 100_000 ? (int)said : null;
        return new ClipTokenizer(bpe, Id(Token("bos_token", "<|startoftext|>")), Id(end), Id(Token("pad_token", end)), limit, limit ?? ClipLength);
    }

    /// <summary>Gets the same tokenizer for an encoder of a given length.</summary>
    internal ClipTokenizer For(int length) => new(_bpe, _begin, _end, _pad, Limit, length);

    /// <summary>Returns the ids of a text alone: no begin, end or padding, no truncation.</summary>
    /// <param name="text">Any text.</param>
    public IReadOnlyList<int> Tokenize(string text) => _bpe.EncodeToIds(Clean(text), considerNormalization: true, considerPreTokenization: true);

    /// <summary>Returns the words of a text with the ids of each, as CLIP splits it: punctuation is separate. No truncation.</summary>
    /// <param name="text">Any text.</param>
    /// <returns>Words whose concatenated ids are those of <see cref="Tokenize"/>.</returns>
    public IReadOnlyList<TokenizedWord> SplitWords(string text) =>
        [.. Words().Matches(Clean(text).ToLowerInvariant()).Select(word => new TokenizedWord(word.Value, Tokenize(word.Value)))];

    /// <summary>Returns the ids of a text as the text encoder expects them.</summary>
    /// <param name="text">Any text.</param>
    /// <returns><see cref="MaxLength"/> ids: begin, at most <see cref="MaxLength"/> − 2 of the text, end, padding.</returns>
    public int[] Encode(string text) => Encode(text, MaxLength);

    /// <summary>Returns the ids of a text for a network of another length.</summary>
    /// <param name="text">Any text.</param>
    /// <param name="length">Number of ids, at least 2.</param>
    /// <returns>The ids: begin, at most <paramref name="length"/> − 2 of the text, end, padding.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The length is below 2.</exception>
    public int[] Encode(string text, int length)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(length, 2);
        var tokens = Tokenize(text);
        var ids = new int[length];
        var count = Math.Min(tokens.Count, length - 2);
        ids[0] = _begin;
        for (var i = 0; i < count; i++)
        {
            ids[i + 1] = tokens[i];
        }

        ids[count + 1] = _end;
        ids.AsSpan(count + 2).Fill(_pad);
        return ids;
    }

    private static string Clean(string text) =>
        WhiteSpace().Replace(WebUtility.HtmlDecode(WebUtility.HtmlDecode(text)), " ").Trim();

    private static BpeTokenizer CreateBpe(string vocabulary, string merges, string unknown)
    {
        var ids = ModelJson.Read(vocabulary);
        try
        {
            return BpeTokenizer.Create(new BpeOptions(ids.EnumerateObject().Select(token => KeyValuePair.Create(token.Name, token.Value.GetInt32())))
            {
                Merges = File.ReadLines(merges).Where((line, i) => line.Length > 0 && !(i == 0 && line.StartsWith("#version", StringComparison.Ordinal))),
                ByteLevel = true,
                EndOfWordSuffix = "</w>",
                UnknownToken = unknown,
                Normalizer = LowerCaseNormalizer.Instance,
                PreTokenizer = new RegexPreTokenizer(Words(), null),
            });
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            // A third-party reader, which fails on damaged files in many ways.
            throw ModelException.Broken(vocabulary, "vocab.json and merges.txt do not make a BPE tokenizer", e);
        }
    }

    // The pre-tokenizer of CLIP (Radford et al. 2021), without special tokens, which a prompt cannot contain.
    [GeneratedRegex(@"'s|'t|'re|'ve|'m|'ll|'d|[\p{L}]+|[\p{N}]|[^\s\p{L}\p{N}]+", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Words();

    [GeneratedRegex(@"\s+", RegexOptions.CultureInvariant)]
    private static partial Regex WhiteSpace();
}

/// <summary>A word of a prompt and its token ids.</summary>
/// <param name="Text">The word, in lower case.</param>
/// <param name="Ids">Its ids, at least one.</param>
public sealed record TokenizedWord(string Text, IReadOnlyList<int> Ids);
