using BelmAgent.Planning.FreeText;
using BelmAgent.Planning.Lexicon;
using BelmAgent.Planning.Soundness;
using BelmAgent.Planning.Text;
using Microsoft.ML.OnnxRuntime;

namespace BelmAgent.Planning.Tagging;

/// <summary>A sentence of the writer.</summary>
/// <param name="Text">The caption after the change.</param>
/// <param name="LogProbability">The logarithm of the probability of its words and of where each was taken from, given those with a content: 0 at most, and low where they make no good sentence.</param>
internal sealed record WrittenSentence(string Text, float LogProbability);

/// <summary>
/// A small recurrent network that writes a caption anew, word by word, out of the words that stay and come: it points at one of them, or takes
/// a small word ("with", "and"), until all are said. So which words a sentence has is the tagger's, and their order is this network's.
/// </summary>
/// <remarks>Trained by <c>tools/planner/writer.py</c>. Safe to share: ONNX Runtime's sessions may run side by side.</remarks>
internal sealed class SentenceWriter : IDisposable
{
    private const int Sentences = 4;
    private const int MaxWords = 160;    // of a caption and a request of 60 each, and small words
    private const int ClueCount = 5;
    private const float Closed = -1e4f;
    private static readonly string[] StartInputs = ["vectors", "fates"];
    private static readonly string[] StartOutputs = ["memory", "keys", "values", "names", "state"];
    private static readonly string[] StepInputs = ["memory", "keys", "values", "names", "state", "said", "clues", "hidden"];
    private static readonly string[] StepOutputs = ["scores", "next"];
    private static readonly Lazy<SentenceWriter?> Loaded = new(Load);
    private readonly InferenceSession _start;
    private readonly InferenceSession _step;
    private readonly string[] _small;
    private readonly Dictionary<string, int> _numbers;

    private SentenceWriter(InferenceSession start, InferenceSession step)
    {
        (_start, _step, _small) = (start, step, step.ModelMetadata.CustomMetadataMap["small"].Split('\n'));
        _numbers = _small.Index().Skip(1).ToDictionary(word => word.Item, word => word.Index);
    }

    /// <summary>Gets the writer that ships; null where ONNX Runtime's native library is not there, or is of a version that does not fit.</summary>
    public static SentenceWriter? Shared => Loaded.Value;

    /// <summary>Returns the caption after the change, and the logarithm of its probability; null if no sentence of exactly these words is found.</summary>
    /// <param name="caption">The caption.</param>
    /// <param name="tags">Its marks and the request's.</param>
    public WrittenSentence? Write(string caption, EditTags tags)
    {
        // Only a verb has these forms, and an article alone shows nothing.
        string[] expected = [.. Expected(tags).Order(StringComparer.Ordinal)];
        if (expected.Length == 0 || tags.Request.Where((word, at) => tags.Come[at] is TagForm.Doing or TagForm.Done && !WordLexicon.IsVerb(word.ToLowerInvariant())).Any())
        {
            return null;
        }

        if (Words(tags) is not { Said.Count: > 0 } draft)
        {
            return null;
        }

        var target = Text(CaptionText.Parse(caption), draft.Said, tags);
        return !string.IsNullOrWhiteSpace(target) && target != caption && AreQuotesWhole(caption, target) && expected.SequenceEqual(ContentWords.Content(target).Order(StringComparer.Ordinal)) ? new(target, draft.Score) : null;
    }

    // Quotation marks come in pairs, around something.
    private static bool AreQuotesWhole(string caption, string target) =>
        !target.Contains("\"\"", StringComparison.Ordinal) && (target.Count(letter => letter == '"') % 2 == 0 || caption.Count(letter => letter == '"') % 2 == 1);

    /// <inheritdoc/>
    public void Dispose()
    {
        _start.Dispose();
        _step.Dispose();
    }

    /// <summary>Returns the logarithm of the probability of a sentence that somebody else wrote.</summary>
    /// <param name="target">Its marks and words.</param>
    public float Score(TargetReading target)
    {
        using var desk = new Desk(this, target.Tags);
        var draft = desk.Begin();
        foreach (var word in target.Words)
        {
            var scores = desk.Ask([draft]);
            draft = draft.Add(word.Told, draft.Score + LogSum(word.Options.Select(at => scores[at]).Concat(word.Small < 0 ? [] : [scores[desk.Size + word.Small]])));
            desk.Keep([0]);
        }

        return draft.Score + desk.Ask([draft])[desk.Size];
    }

    /// <summary>Reads a target that somebody else wrote; null if it has a word that is neither the caption's nor the request's nor a small one.</summary>
    public TargetReading? Read(string target, EditTags tags) => TargetReading.Read(target, tags, _numbers);

    private static float LogSum(IEnumerable<float> logs)
    {
        float[] values = [.. logs];
        var most = values.Max();
        return most + MathF.Log(values.Sum(value => MathF.Exp(value - most)));
    }

    // The best sentence.
    private Draft? Words(EditTags tags)
    {
        using var desk = new Desk(this, tags);
        Draft[] drafts = [desk.Begin()];
        Draft? best = null;
        for (var length = 0; length <= MaxWords && drafts.Length > 0 && !(best?.Score > drafts[0].Score); length++)
        {
            var following = new List<(Draft Draft, int Row)>();
            foreach (var (score, row, choice) in Choices(drafts, desk.Ask(drafts), desk.Size))
            {
                if (choice == desk.Size)
                {
                    best = best is null || score > best.Score ? drafts[row] with { Score = score } : best;
                }
                else if (following.Count < Sentences)
                {
                    following.Add((drafts[row].Add(choice < desk.Size ? choice : desk.Size - choice - 1, score), row));
                }
            }

            desk.Keep([.. following.Select(one => one.Row)]);
            drafts = [.. following.Select(one => one.Draft)];
        }

        return best;
    }

    // The most probable continuations, the best first. A sentence ends only when all is said.
    private static IEnumerable<(float Score, int Row, int Choice)> Choices(Draft[] drafts, float[] scores, int size)
    {
        var count = scores.Length / drafts.Length;
        var choices = new List<(float Score, int Row, int Choice)>();
        for (var row = 0; row < drafts.Length; row++)
        {
            var own = scores.AsSpan(row * count, count);
            for (var choice = 0; choice < count; choice++)
            {
                if (own[choice] > Closed / 10 && (choice != size || drafts[row].IsWhole))
                {
                    choices.Add((drafts[row].Score + own[choice], row, choice));
                }
            }
        }

        return choices.OrderByDescending(choice => choice.Score).Take(2 * Sentences);
    }

    private static long[] Fates(EditTags tags) =>
    [
        0,
        .. tags.Caption.Select((word, at) => !TagWords.IsContent(word) ? 0L : tags.Gone[at] == TagFate.Stays ? 1 : 2),
        .. tags.Request.Select((word, at) => !TagWords.IsContent(word) ? 3L : 4 + (long)tags.Come[at]),
    ];

    // Words of the caption that keep their order stay as they are written; those between them are put in their places.
    private string Text(CaptionText text, IReadOnlyList<int> said, EditTags tags)
    {
        var count = tags.Caption.Length;
        var anchors = Ascending(said, count);
        var slots = new List<(int From, int To, List<string> Words)>();
        var (from, words) = (0, new List<string>());
        for (var at = 0; at <= said.Count; at++)
        {
            if (at < said.Count && !anchors.Contains(at))
            {
                Add(words, Word(said[at], tags));
                continue;
            }

            var to = at < said.Count ? said[at] - 1 : count;
            slots.Add((from, to, words));
            (from, words) = (to + 1, []);
        }

        // From the end, so that positions before stay what they are.
        foreach (var slot in Enumerable.Reverse(slots))
        {
            text = slot.Words.Count > 0 ? text.Replace(slot.From, slot.To, slot.Words) : slot.To > slot.From ? text.Remove(slot.From, slot.To) : text;
        }

        return text.ToString();
    }

    private static void Add(List<string> words, string word)
    {
        if (Possessive.IsEnding(word) && words.Count > 0)
        {
            words[^1] += word;
        }
        else
        {
            words.Add(word);
        }
    }

    private string Word(int said, EditTags tags)
    {
        var at = said - 1 - tags.Caption.Length;
        return said < 0 ? _small[-1 - said]
            : at < 0 ? said == 1 ? Uncapitalized(tags.Caption[0], isFirst: true) : tags.Caption[said - 1]
            : Uncapitalized(Formed(tags.Request[at], tags.Come[at]), at == 0 || tags.Request[at - 1] is "." or "!" or "?", isLoud: !tags.Request.Any(word => word.Any(char.IsLower)));
    }

    // A capital letter stays where it does not start a sentence or stand in a request of capitals.
    private static string Uncapitalized(string word, bool isFirst, bool isLoud = false) =>
        isLoud ? word.ToLowerInvariant() : isFirst && (word is "A" || !word.All(char.IsUpper)) ? char.ToLowerInvariant(word[0]) + word[1..] : word;

    // The longest series of the caption's words that keep their order, as positions in what is said.
    private static HashSet<int> Ascending(IReadOnlyList<int> said, int count)
    {
        var (lengths, previous) = (new int[said.Count], new int[said.Count]);
        var end = -1;
        for (var at = 0; at < said.Count; at++)
        {
            previous[at] = -1;
            if (said[at] < 1 || said[at] > count)
            {
                continue;
            }

            lengths[at] = 1;
            for (var before = 0; before < at; before++)
            {
                if (lengths[before] >= lengths[at] && said[before] < said[at] && lengths[before] > 0)
                {
                    (lengths[at], previous[at]) = (lengths[before] + 1, before);
                }
            }

            end = end < 0 || lengths[at] > lengths[end] ? at : end;
        }

        var series = new HashSet<int>();
        for (; end >= 0; end = previous[end])
        {
            series.Add(end);
        }

        return series;
    }

    // What the tags say is what the text must have.
    private static IEnumerable<string> Expected(EditTags tags) =>
        tags.Caption.Where((word, at) => TagWords.IsContent(word) && tags.Gone[at] == TagFate.Stays)
            .Concat(tags.Request.Select((word, at) => (Word: word, Form: tags.Come[at])).Where(mark => mark.Form != TagForm.None && TagWords.IsContent(mark.Word)).Select(mark => Formed(mark.Word, mark.Form)))
            .Select(TagWords.Stem);

    /// <summary>Returns a word in a form.</summary>
    internal static string Formed(string word, TagForm form) => form switch
    {
        TagForm.Doing => Actions.Ing(word.ToLowerInvariant()),
        TagForm.Done => Actions.PassiveOf(word.ToLowerInvariant()),
        _ => word,
    };

    private static SentenceWriter? Load()
    {
        try
        {
            return new(EmbeddedNetwork.Open("writer.start.onnx"), EmbeddedNetwork.Open("writer.step.onnx"));
        }
        catch (Exception e) when (EmbeddedNetwork.IsUnavailable(e))
        {
            return null;
        }
    }

    /// <summary>The network at work on one caption and request: drafts in, scores of their next words out.</summary>
    private sealed class Desk : IDisposable
    {
        private readonly SentenceWriter _writer;
        private readonly RunOptions _run = new();
        private readonly IDisposableReadOnlyCollection<OrtValue> _memory;
        private readonly EditTags _tags;
        private readonly long[] _fates;
        private float[] _state;
        private float[] _next = [];

        public Desk(SentenceWriter writer, EditTags tags)
        {
            (_writer, _tags, _fates) = (writer, tags, Fates(tags));
            using var vectors = OrtValue.CreateTensorValueFromMemory(tags.Vectors, [Size, tags.Vectors.Length / Size]);
            using var fates = OrtValue.CreateTensorValueFromMemory(_fates, [Size]);
            _memory = writer._start.Run(_run, StartInputs, [vectors, fates], StartOutputs);
            _state = _memory[4].GetTensorDataAsSpan<float>().ToArray();
            Width = _state.Length;
        }

        /// <summary>Gets the number of the start and all words.</summary>
        public int Size => _fates.Length;

        private int Width { get; }

        public Draft Begin() => new(_fates, _tags.Request, 1 + _tags.Caption.Length);

        /// <summary>Returns the logarithms of the probabilities of each draft's next word: of all words from the start on, of the end, and of the small words.</summary>
        public float[] Ask(Draft[] drafts)
        {
            var said = new long[drafts.Length];
            var (clues, hidden) = (new float[drafts.Length * Size * ClueCount], new float[drafts.Length * Size]);
            for (var row = 0; row < drafts.Length; row++)
            {
                said[row] = drafts[row].Last;
                drafts[row].Write(clues.AsSpan(row * Size * ClueCount, Size * ClueCount), hidden.AsSpan(row * Size, Size));
            }

            using var stateValue = OrtValue.CreateTensorValueFromMemory(_state, [drafts.Length, Width]);
            using var saidValue = OrtValue.CreateTensorValueFromMemory(said, [drafts.Length]);
            using var cluesValue = OrtValue.CreateTensorValueFromMemory(clues, [drafts.Length, Size, ClueCount]);
            using var hiddenValue = OrtValue.CreateTensorValueFromMemory(hidden, [drafts.Length, Size]);
            using var results = _writer._step.Run(_run, StepInputs, [_memory[0], _memory[1], _memory[2], _memory[3], stateValue, saidValue, cluesValue, hiddenValue], StepOutputs);
            _next = results[1].GetTensorDataAsSpan<float>().ToArray();
            return results[0].GetTensorDataAsSpan<float>().ToArray();
        }

        /// <summary>Goes on with the states after some of the drafts that were asked for, by their numbers.</summary>
        public void Keep(int[] rows)
        {
            _state = new float[rows.Length * Width];
            for (var row = 0; row < rows.Length; row++)
            {
                _next.AsSpan(rows[row] * Width, Width).CopyTo(_state.AsSpan(row * Width));
            }
        }

        public void Dispose()
        {
            _memory.Dispose();
            _run.Dispose();
        }
    }

    /// <summary>A sentence as far as it is written.</summary>
    private sealed record Draft
    {
        private readonly long[] _fates;
        private readonly bool[] _closed;
        private readonly int _first;
        private int _last;
        private int _lastAsked;

        public Draft(long[] fates, IReadOnlyList<string> request, int first)
        {
            (_fates, _first, _closed) = (fates, first, new bool[fates.Length]);
            for (var at = 0; at < fates.Length; at++)
            {
                _closed[at] = at == 0 || fates[at] is 2 or 4 || (at >= first && !TargetReading.IsSayable(request[at - first]));
            }

            Said = [];
            IsUsed = new bool[fates.Length];
        }

        public float Score { get; init; }

        /// <summary>Gets the numbers of its words: from 1 through caption and request, below 0 of small words.</summary>
        public IReadOnlyList<int> Said { get; private init; }

        public bool[] IsUsed { get; private init; }

        // The end stands before the first word too.
        public int Last => Said.Count > 0 ? Said[^1] : -1;

        public bool IsWhole => Next(Stays) < 0 && Next(Comes) < 0;

        public Draft Add(int said, float score)
        {
            var next = this with { Said = [.. Said, said], IsUsed = [.. IsUsed], Score = score };
            (next._last, next._lastAsked) = said >= _first ? (_last, said) : said >= 0 ? (said, 0) : (_last, 0);
            if (said >= 0)
            {
                next.IsUsed[said] = true;
            }

            return next;
        }

        /// <summary>Writes what is known of each word, and which may not come next.</summary>
        public void Write(Span<float> clues, Span<float> hidden)
        {
            for (var at = 0; at < _fates.Length; at++)
            {
                clues[(at * ClueCount) + 2] = IsUsed[at] ? 1 : 0;
                hidden[at] = IsUsed[at] || _closed[at] ? Closed : 0;
            }

            Mark(clues, _last + 1 < _first ? _last + 1 : -1, 0);
            Mark(clues, _lastAsked > 0 && _lastAsked + 1 < _fates.Length ? _lastAsked + 1 : -1, 1);
            Mark(clues, Next(Stays), 3);
            Mark(clues, Next(Comes), 4);
        }

        private int Next(Func<long, bool> isOf)
        {
            var at = 0;
            while (at < _fates.Length && (IsUsed[at] || !isOf(_fates[at])))
            {
                at++;
            }

            return at < _fates.Length ? at : -1;
        }

        private static bool Stays(long fate) => fate == 1;

        private static bool Comes(long fate) => fate > 4;

        private static void Mark(Span<float> clues, int at, int clue)
        {
            if (at >= 0)
            {
                clues[(at * ClueCount) + clue] = 1;
            }
        }
    }
}
