using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Numerics.Tensors;
using BelmAgent.Editing.Plans;
using Microsoft.ML.OnnxRuntime;

namespace BelmAgent.Planning.Tagging;

/// <summary>A small network that marks which words of a caption go and which of a request come. It knows words by WordNet's classes, and by whether the other text has them.</summary>
/// <remarks>Trained by <c>tools/planner</c>. Safe to share: ONNX Runtime's sessions may run side by side.</remarks>
internal sealed class RequestTagger : IDisposable
{
    private const int MaxWords = 60;
    private const int RequestStart = 64;
    private const int Known = 3;
    private const long Start = 1;
    private const long Unknown = 2;
    private static readonly Lazy<RequestTagger?> Loaded = new(Load);
    private readonly InferenceSession _session;
    private readonly FrozenDictionary<string, int> _words;

    private RequestTagger(InferenceSession session, FrozenDictionary<string, int> words) => (_session, _words) = (session, words);

    /// <summary>Gets the tagger that ships; null where ONNX Runtime's native library is not there, or is of a version that does not fit.</summary>
    public static RequestTagger? Shared => Loaded.Value;

    /// <summary>Marks the words of a caption and a request; null if one of them is too long, or empty.</summary>
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
        var (ids, endings, positions) = (new long[length], new long[length], new long[length]);
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

        ids[0] = Start;
        for (var i = 1; i < length; i++)
        {
            var most = TensorPrimitives.Max<float>(likeness.AsSpan(i * length, length));
            ids[i] = _words.TryGetValue(words[i].ToLowerInvariant(), out var known) ? known + Known : Unknown;
            endings[i] = TagWords.Ending(words[i]);
            positions[i] = i < first ? i : RequestStart + i - first;
            TagWords.Write(words[i], most == 1, most > 0, features.AsSpan(i * TagWords.FeatureCount, TagWords.FeatureCount));
        }

        long[] row = [1, length];
        using var run = new RunOptions();
        using var idsValue = OrtValue.CreateTensorValueFromMemory(ids, row);
        using var endingsValue = OrtValue.CreateTensorValueFromMemory(endings, row);
        using var positionsValue = OrtValue.CreateTensorValueFromMemory(positions, row);
        using var featuresValue = OrtValue.CreateTensorValueFromMemory(features, [1, length, TagWords.FeatureCount]);
        using var likenessValue = OrtValue.CreateTensorValueFromMemory(likeness, [1, length, length]);
        using var kinshipValue = OrtValue.CreateTensorValueFromMemory(kinship, [1, length, length]);
        using var results = _session.Run(
            run,
            ["ids", "endings", "positions", "features", "likeness", "kinship"],
            [idsValue, endingsValue, positionsValue, featuresValue, likenessValue, kinshipValue],
            ["gone", "come", "question", "places", "kind"]);
        return Read(caption, asked, results[0].GetTensorDataAsSpan<float>(), results[1].GetTensorDataAsSpan<float>(), results[2].GetTensorDataAsSpan<float>(), results[3].GetTensorDataAsSpan<float>(), results[4].GetTensorDataAsSpan<float>());
    }

    /// <inheritdoc/>
    public void Dispose() => _session.Dispose();

    // All are logarithms of probabilities but the places.
    private static EditTags Read(ImmutableArray<string> caption, IReadOnlyList<string> asked, ReadOnlySpan<float> gone, ReadOnlySpan<float> come, ReadOnlySpan<float> question, ReadOnlySpan<float> places, ReadOnlySpan<float> kind)
    {
        var (first, length) = (1 + caption.Length, 1 + caption.Length + asked.Count);
        var (goes, comes, at) = (new bool[caption.Length], new TagForm[asked.Count], new int[asked.Count]);
        var sum = question[0];
        for (var i = 0; i < caption.Length; i++)
        {
            if (TagWords.IsContent(caption[i]))
            {
                var marks = gone.Slice((1 + i) * 2, 2);
                goes[i] = marks[1] > marks[0];
                sum += Math.Max(marks[0], marks[1]);
            }
        }

        for (var i = 0; i < asked.Count; i++)
        {
            if (TagWords.IsContent(asked[i]))
            {
                var marks = come.Slice((first + i) * 4, 4);
                var best = TensorPrimitives.IndexOfMax<float>(marks);
                comes[i] = (TagForm)best;
                sum += marks[best];
            }

            at[i] = TensorPrimitives.IndexOfMax<float>(places.Slice((first + i) * length, first));
        }

        return new(caption, asked, goes, comes, at, (EditType)TensorPrimitives.IndexOfMax<float>(kind), MathF.Exp(sum), MathF.Exp(question[1]));
    }

    private static RequestTagger? Load()
    {
        try
        {
            using var options = new SessionOptions { IntraOpNumThreads = 1, InterOpNumThreads = 1, LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR };
            var words = Resource("words").Split('\n', StringSplitOptions.RemoveEmptyEntries);
            return new(new InferenceSession(Bytes("tagger.onnx"), options), words.Select(KeyValuePair.Create<string, int>).ToFrozenDictionary(StringComparer.Ordinal));
        }
        catch (Exception e) when (e is DllNotFoundException or EntryPointNotFoundException or TypeInitializationException or BadImageFormatException or OnnxRuntimeException)
        {
            return null;
        }
    }

    private static string Resource(string name) => System.Text.Encoding.UTF8.GetString(Bytes($"tagger.{name}.txt"));

    private static byte[] Bytes(string name)
    {
        using var stream = typeof(RequestTagger).Assembly.GetManifestResourceStream($"BelmAgent.Planning.Tagging.{name}")!;
        var bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return bytes;
    }
}
