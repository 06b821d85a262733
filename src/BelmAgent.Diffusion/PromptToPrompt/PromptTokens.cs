using BelmAgent.Diffusion.Text;

namespace BelmAgent.Diffusion.PromptToPrompt;

/// <summary>A prompt as the text encoder reads it, with the token positions of each word.</summary>
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

    /// <summary>Gets all words of the prompt, including those that the encoder does not see.</summary>
    public IReadOnlyList<TokenizedWord> Words { get; }

    /// <summary>Gets the number of token positions of the encoder, L: 77 for CLIP.</summary>
    public int Length { get; }

    /// <summary>Gets the number of tokens of the text alone, before truncation.</summary>
    public int Count { get; }

    /// <summary>Gets the number of tokens that the encoder sees, including begin and end; at most <see cref="Length"/>.</summary>
    public int Seen => Math.Min(Count + 2, Length);

    /// <summary>Gets whether the prompt is longer than the encoder's limit.</summary>
    public bool IsTruncated => Count + 2 > Length;

    /// <summary>Gets the first word that the encoder does not see entirely; null if it sees all.</summary>
    public string? FirstUnseen => IsTruncated ? Words[Enumerable.Range(0, _starts.Length).First(IsBeyond)].Text : null;

    /// <summary>Reads a prompt.</summary>
    /// <param name="tokenizer">The model's tokenizer.</param>
    /// <param name="prompt">Any text.</param>
    public static PromptTokens Create(ClipTokenizer tokenizer, string prompt)
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

    /// <summary>Returns the ids at the positions that contain text.</summary>
    public int[] SeenIds() => [.. Words.SelectMany(word => word.Ids).Take(Length - 2)];

    /// <summary>Returns the positions of every occurrence of a word or phrase; whole words only, ignoring case.</summary>
    /// <param name="phrase">The phrase, split by the same tokenizer.</param>
    /// <returns>Positions in ascending order; empty if the phrase does not occur or is not seen.</returns>
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
