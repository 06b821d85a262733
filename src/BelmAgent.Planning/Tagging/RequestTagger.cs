using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Numerics.Tensors;
using System.Text.RegularExpressions;
using BelmAgent.Editing.Plans;
using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.Tokenizers;

namespace BelmAgent.Planning.Tagging;

/// <summary>
/// A language model that marks which words of a caption go and which of a request come: layers of MiniLM, trained further on requests. It sees
/// the words' pieces, and what the planner knows of the words.
/// </summary>
/// <remarks>Trained by <c>tools/planner</c>. Safe to share: ONNX Runtime's sessions may run side by side.</remarks>
internal sealed partial class RequestTagger : IDisposable
{
    /// <summary>The most words of a caption, and of a request.</summary>
    public const int MaxWords = 60;

    private const int MaxPieces = 512;
    private const int MaxOthers = 12;
    private const float MaxLoss = 2.5f;
    private static readonly string[] Inputs = ["pieces", "parts", "owners", "firsts", "features", "likeness", "kinship"];
    private static readonly string[] Outputs = ["gone", "come", "question", "kind", "vectors"];

    // Not by Unicode's decomposition, which an app with invariant globalization does not have.
    private static readonly FrozenDictionary<char, char> Plain =
        "aàáâãäåāăą cçćĉċč eèéêëēĕėęě gĝğġģ hĥ iìíîïĩīĭį jĵ kķ lĺļľ nñńņň oòóôõöōŏő rŕŗř sśŝşš tţť uùúûüũūŭůűų wŵ yýÿŷ zźżž dď"
            .Split(' ').SelectMany(letters => letters.Skip(1).Select(letter => KeyValuePair.Create(letter, letters[0]))).ToFrozenDictionary();

    private static readonly Lazy<RequestTagger?> Loaded = new(Load);
    private readonly InferenceSession _session;
    private readonly WordPieceTokenizer _tokenizer;
    private readonly (int Start, int End) _marks;

    private RequestTagger(InferenceSession session, WordPieceTokenizer tokenizer, (int Start, int End) marks) =>
        (_session, _tokenizer, _marks) = (session, tokenizer, marks);

    /// <summary>Gets the tagger that ships; null where ONNX Runtime's native library is not there, or is of a version that does not fit.</summary>
    public static RequestTagger? Shared => Loaded.Value;

    /// <summary>Marks the words of a caption and a request; null if one of them is too long (60 words, 512 pieces of words together), or empty.</summary>
    /// <param name="caption">The words of the caption, as <see cref="FreeText.CaptionText.Words"/> has them.</param>
    /// <param name="request">The request.</param>
    public EditTags? Tag(ImmutableArray<string> caption, string request)
    {
        var asked = TagWords.Split(request);
        if (caption.Length is 0 or > MaxWords || asked.Count is 0 or > MaxWords)
        {
            return null;
        }

        string[] words = ["", .. caption, .. asked];
        var (length, first) = (words.Length, 1 + caption.Length);
        var features = new float[length * TagWords.FeatureCount];
        var (likeness, kinship) = (new float[length * length], new float[length * length]);
        for (var i = 1; i < first; i++)
        {
            for (var j = first; j < length; j++)
            {
                likeness[(i * length) + j] = likeness[(j * length) + i] = TagWords.Likeness(words[i], words[j]);
                kinship[(i * length) + j] = kinship[(j * length) + i] = TagWords.Kinship(words[i], words[j]);
            }
        }

        for (var i = 1; i < length; i++)
        {
            var most = TensorPrimitives.Max<float>(likeness.AsSpan(i * length, length));
            TagWords.Write(words[i], most == 1, most > 0, features.AsSpan(i * TagWords.FeatureCount, TagWords.FeatureCount));
        }

        var (pieces, parts, owners, firsts) = Pieces(words, first);
        if (pieces.Length > MaxPieces)
        {
            return null;
        }

        long[] row = [1, pieces.Length];
        using var run = new RunOptions();
        using var piecesValue = OrtValue.CreateTensorValueFromMemory(pieces, row);
        using var partsValue = OrtValue.CreateTensorValueFromMemory(parts, row);
        using var ownersValue = OrtValue.CreateTensorValueFromMemory(owners, row);
        using var firstsValue = OrtValue.CreateTensorValueFromMemory(firsts, [1, length]);
        using var featuresValue = OrtValue.CreateTensorValueFromMemory(features, [1, length, TagWords.FeatureCount]);
        using var likenessValue = OrtValue.CreateTensorValueFromMemory(likeness, [1, length, length]);
        using var kinshipValue = OrtValue.CreateTensorValueFromMemory(kinship, [1, length, length]);
        using var results = _session.Run(
            run,
            Inputs,
            [piecesValue, partsValue, ownersValue, firstsValue, featuresValue, likenessValue, kinshipValue],
            Outputs);
        return Read(caption, asked, [.. results.Select(result => result.GetTensorDataAsSpan<float>().ToArray())]);
    }

    /// <inheritdoc/>
    public void Dispose() => _session.Dispose();

    /// <summary>Returns the numbers of a word's pieces; that of unknown if it has none.</summary>
    internal IReadOnlyList<int> PiecesOf(string word)
    {
        var plain = string.Concat(word.ToLowerInvariant().Select(letter => Plain.GetValueOrDefault(letter, letter)));
        return _tokenizer.EncodeToIds(plain) is { Count: > 0 } pieces ? pieces : [_tokenizer.UnknownTokenId];
    }

    // The start, the caption's pieces, the end, the request's pieces, the end; with the part and the word of each, and the first piece of each word.
    private (long[] Pieces, long[] Parts, long[] Owners, long[] Firsts) Pieces(string[] words, int first)
    {
        var (pieces, parts, owners, firsts) = (new List<long> { _marks.Start }, new List<long> { 0 }, new List<long> { 0 }, new long[words.Length]);
        for (var i = 1; i < words.Length; i++)
        {
            if (i == first)
            {
                Add(_marks.End, 0, 0);
            }

            firsts[i] = pieces.Count;
            foreach (var piece in PiecesOf(words[i]))
            {
                Add(piece, i < first ? 0 : 1, i);
            }
        }

        Add(_marks.End, 1, 0);
        return ([.. pieces], [.. parts], [.. owners], firsts);

        void Add(int piece, int part, int owner)
        {
            pieces.Add(piece);
            parts.Add(part);
            owners.Add(owner);
        }
    }

    // All are logarithms of probabilities but the vectors.
    private static EditTags Read(ImmutableArray<string> caption, IReadOnlyList<string> asked, IReadOnlyList<float[]> results)
    {
        var first = 1 + caption.Length;
        Mark[] gone = [.. caption.Select((word, at) => Mark.Read(results[0], 1 + at, 2, TagWords.IsContent(word)))];
        Mark[] come = [.. asked.Select((word, at) => Mark.Read(results[1], first + at, 4, TagWords.IsContent(word)))];
        return Tags(gone, come) with { Others = Others() };

        EditTags Tags(Mark[] gone, Mark[] come) => new(
            caption,
            asked,
            [.. gone.Select(mark => mark.IsContent && mark.Best != 0 ? TagFate.Goes : TagFate.Stays)],
            [.. come.Select(mark => mark.IsContent ? (TagForm)mark.Best : TagForm.None)],
            (EditType)TensorPrimitives.IndexOfMax<float>(results[3]),
            MathF.Exp(results[2][0] + gone.Concat(come).Sum(mark => mark.IsContent ? mark.Value : 0)),
            MathF.Exp(results[2][1]))
        {
            Vectors = results[4],
        };

        // One mark or a few are read as the next most probable, the least improbable first.
        IEnumerable<EditTags> Others()
        {
            var changes = gone.Select((mark, at) => (Mark: mark, IsGone: true, At: at)).Concat(come.Select((mark, at) => (Mark: mark, IsGone: false, At: at)))
                .Where(change => change.Mark.IsContent && change.Mark.Loss < MaxLoss).OrderBy(change => change.Mark.Loss).ToList();
            foreach (var chosen in Subsets([.. changes.Select(change => change.Mark.Loss)]).Take(MaxOthers))
            {
                Mark[] newGone = [.. gone], newCome = [.. come];
                foreach (var change in chosen)
                {
                    (changes[change].IsGone ? newGone : newCome)[changes[change].At] = changes[change].Mark.Second;
                }

                yield return Tags(newGone, newCome);
            }
        }
    }

    // Sets of numbers whose losses, which ascend, are less than the limit together; in the order of these sums.
    private static IEnumerable<IReadOnlyList<int>> Subsets(IReadOnlyList<float> losses)
    {
        var queue = new PriorityQueue<int[], float>();
        Enqueue([0], 0);
        while (queue.TryDequeue(out var chosen, out var loss))
        {
            yield return chosen;
            var last = chosen[^1];
            Enqueue([.. chosen[..^1], last + 1], loss - losses[last]);
            Enqueue([.. chosen, last + 1], loss);
        }

        void Enqueue(int[] chosen, float loss)
        {
            if (chosen[^1] < losses.Count && loss + losses[chosen[^1]] < MaxLoss)
            {
                queue.Enqueue(chosen, loss + losses[chosen[^1]]);
            }
        }
    }

    private static RequestTagger? Load()
    {
        try
        {
            using var vocabulary = EmbeddedNetwork.Resource("tagger.vocabulary.txt");
            var tokenizer = WordPieceTokenizer.Create(vocabulary, new WordPieceOptions { UnknownToken = "[UNK]", PreTokenizer = new RegexPreTokenizer(LettersOrMark(), specialTokens: null) });
            vocabulary.Position = 0;
            List<string> pieces = [.. new StreamReader(vocabulary).ReadToEnd().Split('\n')];
            return new(EmbeddedNetwork.Open("tagger.onnx"), tokenizer, (pieces.IndexOf("[CLS]"), pieces.IndexOf("[SEP]")));
        }
        catch (Exception e) when (EmbeddedNetwork.IsUnavailable(e))
        {
            return null;
        }
    }

    [GeneratedRegex(@"[\p{L}\p{N}]+|[\uD800-\uDBFF][\uDC00-\uDFFF]|[^\p{L}\p{N}]")]
    private static partial Regex LettersOrMark();

    // The most probable mark of a word, and the next.
    private readonly record struct Mark(int Best, float Value, int Next, float NextValue, bool IsContent)
    {
        public float Loss => Value - NextValue;

        public Mark Second => this with { Best = Next, Value = NextValue };

        public static Mark Read(float[] values, int row, int count, bool isContent)
        {
            var marks = values.AsSpan(row * count, count);
            var best = TensorPrimitives.IndexOfMax<float>(marks);
            var next = best == 0 ? 1 : 0;
            for (var i = next + 1; i < count; i++)
            {
                next = i != best && marks[i] > marks[next] ? i : next;
            }

            return new(best, marks[best], next, marks[next], isContent);
        }
    }
}
