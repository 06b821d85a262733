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
    private const int MaxWords = 60;
    private const int MaxPieces = 512;
    private const int MaxOthers = 12;
    private const float MaxLoss = 2.5f;
    private static readonly string[] Inputs = ["pieces", "parts", "owners", "firsts", "features", "likeness", "kinship"];
    private static readonly string[] Outputs = ["gone", "come", "question", "places", "kind", "before", "after"];

    // Not by Unicode's decomposition, which an app with invariant globalization does not have.
    private static readonly FrozenDictionary<char, char> Plain =
        "aàáâãäåāăą cçćĉċč eèéêëēĕėęě gĝğġģ hĥ iìíîïĩīĭį jĵ kķ lĺļľ nñńņň oòóôõöōŏő rŕŗř sśŝşš tţť uùúûüũūŭůűų wŵ yýÿŷ zźżž dď"
            .Split(' ').SelectMany(letters => letters.Skip(1).Select(letter => KeyValuePair.Create(letter, letters[0]))).ToFrozenDictionary();

    private static readonly Lazy<RequestTagger?> Loaded = new(Load);
    private readonly InferenceSession _session;
    private readonly WordPieceTokenizer _tokenizer;
    private readonly (int Start, int End) _marks;
    private readonly string[] _before;
    private readonly string[] _after;

    private RequestTagger(InferenceSession session, WordPieceTokenizer tokenizer, (int Start, int End) marks)
    {
        (_session, _tokenizer, _marks) = (session, tokenizer, marks);
        var metadata = session.ModelMetadata.CustomMetadataMap;
        (_before, _after) = (metadata["before"].Split('\n'), metadata["after"].Split('\n'));
    }

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

    // All are logarithms of probabilities but the places and what stands before and after.
    private EditTags Read(ImmutableArray<string> caption, IReadOnlyList<string> asked, IReadOnlyList<float[]> results)
    {
        var first = 1 + caption.Length;
        Mark[] gone = [.. caption.Select((word, at) => Mark.Read(results[0], 1 + at, 3, TagWords.IsContent(word)))];
        Mark[] come = [.. asked.Select((word, at) => Mark.Read(results[1], first + at, 4, TagWords.IsContent(word)))];
        Mark[] before = [.. asked.Select((_, at) => Mark.Read(results[5], first + at, _before.Length, isContent: false))];
        Mark[] after = [.. asked.Select((_, at) => Mark.Read(results[6], first + at, _after.Length, isContent: false))];
        return Tags([gone, come, before, after]) with { Others = Others() };

        EditTags Tags(Mark[][] marks)
        {
            TagForm[] forms = [.. marks[1].Select(mark => (TagForm)mark.Best)];
            return new(
                caption,
                asked,
                [.. marks[0].Select(mark => (TagFate)mark.Best)],
                forms,
                Places(forms, results[3], first, first + asked.Count),
                [.. marks[2].Select(mark => _before[mark.Best])],
                [.. marks[3].Select(mark => _after[mark.Best])],
                (EditType)TensorPrimitives.IndexOfMax<float>(results[4]),
                MathF.Exp(results[2][0] + marks[0].Concat(marks[1]).Sum(mark => mark.IsContent ? mark.Value : 0)),
                MathF.Exp(results[2][1]));
        }

        // One mark after another is read as the next most probable, the least improbable first.
        IEnumerable<EditTags> Others()
        {
            Mark[][] all = [gone, come, before, after];
            foreach (var (kind, at, _) in all.SelectMany((marks, kind) => marks.Select((mark, at) => (Kind: kind, At: at, mark.Loss)))
                .Where(change => change.Loss < MaxLoss && (change.Kind < 2 || come[change.At].Best != 0)).OrderBy(change => change.Loss).Take(MaxOthers))
            {
                yield return Tags([.. all.Select((marks, other) => other == kind ? [.. marks[..at], marks[at].Second, .. marks[(at + 1)..]] : marks)]);
            }
        }
    }

    // Words that come one after another come to one place.
    private static int[] Places(TagForm[] come, float[] values, int first, int length)
    {
        var places = new int[come.Length];
        for (var at = 0; at < come.Length; at++)
        {
            var (end, sums) = (at, new float[first]);
            do
            {
                TensorPrimitives.Add<float>(sums, values.AsSpan((first + end) * length, first), sums);
                end++;
            }
            while (end < come.Length && come[at] != TagForm.None && come[end] != TagForm.None);
            places.AsSpan(at, end - at).Fill(TensorPrimitives.IndexOfMax<float>(sums));
            at = end - 1;
        }

        return places;
    }

    private static RequestTagger? Load()
    {
        try
        {
            using var options = new SessionOptions { IntraOpNumThreads = 1, InterOpNumThreads = 1, LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR };
            using var vocabulary = Resource("tagger.vocabulary.txt");
            using var network = Resource("tagger.onnx");
            var bytes = new byte[network.Length];
            network.ReadExactly(bytes);
            var tokenizer = WordPieceTokenizer.Create(vocabulary, new WordPieceOptions { UnknownToken = "[UNK]", PreTokenizer = new RegexPreTokenizer(LettersOrMark(), specialTokens: null) });
            vocabulary.Position = 0;
            List<string> pieces = [.. new StreamReader(vocabulary).ReadToEnd().Split('\n')];
            return new(new InferenceSession(bytes, options), tokenizer, (pieces.IndexOf("[CLS]"), pieces.IndexOf("[SEP]")));
        }
        catch (Exception e) when (e is DllNotFoundException or EntryPointNotFoundException or TypeInitializationException or BadImageFormatException or OnnxRuntimeException)
        {
            return null;
        }
    }

    [GeneratedRegex(@"[\p{L}\p{N}]+|[\uD800-\uDBFF][\uDC00-\uDFFF]|[^\p{L}\p{N}]")]
    private static partial Regex LettersOrMark();

    private static Stream Resource(string name) => typeof(RequestTagger).Assembly.GetManifestResourceStream($"BelmAgent.Planning.Tagging.{name}")!;

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
