using BelmAgent.Diffusion.Text;

namespace BelmAgent.Diffusion.PromptToPrompt;

/// <summary>A prompt as the text encoder reads it: which token positions belong to which word.</summary>
/// <remarks>Position 0 is the begin token. Immutable; safe to share between threads.</remarks>
public sealed class PromptTokens
{
    private readonly int[] _starts;

    private PromptTokens(IReadOnlyList<TokenizedWord> words, int length)
    {
        (Words, Length) = (words, length);
        _starts = new int[words.Count];
        var next = 1;
        for (var i = 0; i < _starts.Length; i++)
        {
            _starts[i] = next;
            next += words[i].Ids.Count;
        }

        Count = next - 1;
    }

    /// <summary>Gets all words of the prompt, those that the encoder does not see included.</summary>
    public IReadOnlyList<TokenizedWord> Words { get; }

    /// <summary>Gets the token positions of the encoder, L: 77 for CLIP.</summary>
    public int Length { get; }

    /// <summary>Gets the tokens of the text alone, before truncation.</summary>
    public int Count { get; }

    /// <summary>Gets the tokens that the encoder sees, begin and end included; at most <see cref="Length"/>.</summary>
    public int Seen => Math.Min(Count + 2, Length);

    /// <summary>Gets whether the prompt is longer than what the encoder sees.</summary>
    public bool IsTruncated => Count + 2 > Length;

    /// <summary>Gets the first word that the encoder does not see whole; null when it sees all.</summary>
    public string? FirstUnseen => IsTruncated ? Words[Enumerable.Range(0, _starts.Length).First(IsBeyond)].Text : null;

    /// <summary>Reads a prompt.</summary>
    /// <param name="tokenizer">The model's tokenizer.</param>
    /// <param name="prompt">Any text.</param>
    public static PromptTokens Of(ClipTokenizer tokenizer, string prompt)
    {
        ArgumentNullException.ThrowIfNull(tokenizer);
        return new PromptTokens(tokenizer.SplitWords(prompt), tokenizer.MaxLength);
    }

    /// <summary>Returns the positions of a word that the encoder sees.</summary>
    /// <param name="word">Index of the word.</param>
    public Range PositionsOf(int word)
    {
        var (start, end) = (_starts[word], _starts[word] + Words[word].Ids.Count);
        return Math.Min(start, Length - 1)..Math.Min(end, Length - 1);
    }

    /// <summary>Returns the ids at the positions that hold text.</summary>
    public int[] SeenIds() => [.. Words.SelectMany(word => word.Ids).Take(Length - 2)];

    /// <summary>Returns the positions of every place where a word or phrase stands, whole words only, in any case.</summary>
    /// <param name="phrase">The phrase, as the same tokenizer cuts it.</param>
    /// <returns>Positions in rising order; empty where it does not stand, or is not seen.</returns>
    public IReadOnlyList<int> Find(IReadOnlyList<TokenizedWord> phrase)
    {
        ArgumentNullException.ThrowIfNull(phrase);
        SortedSet<int> positions = [];
        for (var first = 0; phrase.Count > 0 && first + phrase.Count <= Words.Count; first++)
        {
            if (Enumerable.Range(0, phrase.Count).All(k => Words[first + k].Text == phrase[k].Text))
            {
                for (var k = 0; k < phrase.Count; k++)
                {
                    var (start, length) = PositionsOf(first + k).GetOffsetAndLength(Length);
                    positions.UnionWith(Enumerable.Range(start, length));
                }
            }
        }

        return [.. positions];
    }

    private bool IsBeyond(int word) => _starts[word] + Words[word].Ids.Count > Length - 1;
}
