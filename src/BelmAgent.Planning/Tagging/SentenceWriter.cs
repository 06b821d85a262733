using BelmAgent.Planning.FreeText;
using BelmAgent.Planning.Lexicon;
using BelmAgent.Planning.Soundness;
using BelmAgent.Planning.Text;
using Microsoft.ML.OnnxRuntime;

namespace BelmAgent.Planning.Tagging;

/// <summary>A sentence of the writer.</summary>
/// <param name="Text">The caption after the change.</param>
/// <param name="LogProbability">The logarithm of the probability of its words and of where each was taken from, given what goes and comes: 0 at most, and low where they make no good sentence.</param>
/// <param name="Tags">What goes and comes.</param>
/// <param name="Said">Its words as the writer said them.</param>
internal sealed record WrittenSentence(string Text, float LogProbability, EditTags Tags, IReadOnlyList<SaidWord> Said);

/// <summary>A word that a writer says.</summary>
/// <param name="From">Where it is from: through the caption and the request from 1 on, below 0 of the writer's own.</param>
/// <param name="IsOther">Whether it is said in the other number.</param>
internal readonly record struct SaidWord(int From, bool IsOther = false);

/// <summary>
/// A small recurrent network that writes a caption anew, word by word, out of the words that stay and come: it points at one of them and says it in
/// this number or the other ("dogs", "dog"), or takes a word of its own ("with", "and", "three"), until all are said. So what goes, stays and comes is
/// the tagger's; order, numbers and the words between are this network's. The judge is the same network trained without the marks: it says how
/// probable a sentence is as a whole, words that stay and come included.
/// </summary>
/// <remarks>Trained by <c>tools/planner/train.py</c>. Safe to share: ONNX Runtime's sessions may run side by side.</remarks>
internal sealed class SentenceWriter : IDisposable
{
    private const int Sentences = 4;
    private const int MaxWords = 160;    // of a caption and a request of 60 each, and own words
    private const int ClueCount = 5;
    private const float Closed = -1e4f;
    private const float MaxLoss = 6;     // of a sentence against the best, in nats
    private const int End = -1;          // the first of the writer's own words
    private static readonly string[] StartInputs = ["vectors", "fates"];
    private static readonly string[] StartOutputs = ["memory", "keys", "values", "names", "nouns", "state"];
    private static readonly string[] StepInputs = ["memory", "keys", "values", "names", "nouns", "state", "said", "clues", "hidden"];
    private static readonly string[] StepOutputs = ["scores", "others", "next"];
    private static readonly Lazy<SentenceWriter?> Loaded = new(() => Load("writer"));
    private static readonly Lazy<SentenceWriter?> LoadedJudge = new(() => Load("judge"));
    private readonly InferenceSession _start;
    private readonly InferenceSession _step;
    private readonly string[] _own;

    private SentenceWriter(InferenceSession start, InferenceSession step) => (_start, _step, _own) = (start, step, step.ModelMetadata.CustomMetadataMap["small"].Split('\n'));

    /// <summary>Gets the writer that ships; null where ONNX Runtime's native library is not there, or is of a version that does not fit.</summary>
    public static SentenceWriter? Shared => Loaded.Value;

    /// <summary>Gets the judge that ships; null where the writer is.</summary>
    public static SentenceWriter? Judge => LoadedJudge.Value;

    /// <summary>Writes the caption after the change: sentences that say all that stays and comes, the most probable first, each once and when it is asked for.</summary>
    /// <param name="caption">The caption.</param>
    /// <param name="tags">Its marks and the request's.</param>
    /// <param name="least">Gives the least logarithm of a sentence's probability; asked before each word.</param>
    public IEnumerable<WrittenSentence> Write(string caption, EditTags tags, Func<float>? least = null)
    {
        // Only a verb has these forms.
        if (tags.Request.Where((word, at) => tags.Come[at] is TagForm.Doing or TagForm.Done && !WordLexicon.IsVerb(word.ToLowerInvariant())).Any())
        {
            yield break;
        }

        var (plain, written) = (CaptionText.Parse(caption), new HashSet<string>());
        foreach (var draft in Drafts(tags, least))
        {
            string[] said = [.. draft.Said.Select(word => Word(word, tags)).Where(TagWords.IsContent).Select(TagWords.Stem).Order(StringComparer.Ordinal)];
            var target = Text(plain, draft.Said, tags);
            if (target != caption && AreQuotesWhole(caption, target) && said.SequenceEqual(ContentWords.Content(target).Order(StringComparer.Ordinal)) && draft.SaysContent && written.Add(target))
            {
                yield return new(target, draft.Score, tags, draft.Said);
            }
        }
    }

    /// <summary>Returns the logarithms of the probabilities of sentences, whatever goes, stays and comes.</summary>
    /// <param name="sentences">Sentences of one caption and request, one at least.</param>
    public IReadOnlyList<float> Score(IReadOnlyList<WrittenSentence> sentences)
    {
        var tags = sentences[0].Tags;
        string[] words = ["", .. tags.Caption, .. tags.Request];
        using var desk = new Desk(this, tags, isTold: false);
        var (scores, rows) = (new float[sentences.Count], Enumerable.Range(0, sentences.Count).ToArray());
        Draft[] drafts = [.. rows.Select(_ => desk.Begin())];
        desk.Keep(new int[rows.Length]);
        while (rows.Length > 0)
        {
            var asked = desk.Ask(drafts);
            var following = new List<int>();
            for (var row = 0; row < rows.Length; row++)
            {
                var (sentence, draft) = (sentences[rows[row]], drafts[row]);
                var word = draft.Said.Count < sentence.Said.Count ? sentence.Said[draft.Said.Count] : new(End);
                scores[rows[row]] += asked.OfAny(row, Sources(word, sentence.Tags, words).Where(source => source == word || source.From < 0 || !draft.IsUsed[source.From]));
                if (word.From != End)
                {
                    drafts[row] = draft.Add(word, 0);
                    following.Add(row);
                }
            }

            desk.Keep([.. following]);
            (drafts, rows) = ([.. following.Select(row => drafts[row])], [.. following.Select(row => rows[row])]);
        }

        return scores;
    }

    // All that could have given a word: "red" of the caption or of the request.
    private IEnumerable<SaidWord> Sources(SaidWord said, EditTags tags, string[] words)
    {
        yield return said;
        if (said.From == End)
        {
            yield break;
        }

        var word = Plain(Word(said, tags));
        var isContent = TagWords.IsContent(word);
        for (var at = 1; at < words.Length; at++)
        {
            // A word and its plural begin alike.
            if (at != said.From && char.ToLowerInvariant(words[at][0]) == word[0] && (at <= tags.Caption.Length || TagWords.IsSayable(words[at])) && Plain(words[at]) is var other && (other == word || (isContent && Nouns.Same(other, word))))
            {
                yield return new(at, IsOther: other != word);
            }
        }

        if (said.From > 0 && !isContent && Array.IndexOf(_own, word) is > 0 and var own)
        {
            yield return new(End - own);
        }

        static string Plain(string word) => TagWords.Spelled(word) is "an" ? "a" : TagWords.Spelled(word);
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

    // Whole sentences, the most probable first.
    private IEnumerable<Draft> Drafts(EditTags tags, Func<float>? least)
    {
        using var desk = new Desk(this, tags, isTold: true);
        Draft[] drafts = [desk.Begin()];
        var (whole, best) = (new PriorityQueue<Draft, float>(), float.NegativeInfinity);
        for (var length = 0; length <= MaxWords && drafts.Length > 0 && drafts[0].Score > MathF.Max(best - MaxLoss, least?.Invoke() ?? float.NegativeInfinity); length++)
        {
            var following = new List<(Draft Draft, int Row)>();
            foreach (var (score, row, word) in Choices(drafts, desk.Ask(drafts)))
            {
                if (word.From == End)
                {
                    whole.Enqueue(drafts[row] with { Score = score }, -score);
                    best = MathF.Max(best, score);
                }
                else if (following.Count < Sentences)
                {
                    following.Add((drafts[row].Add(word, score), row));
                }
            }

            desk.Keep([.. following.Select(one => one.Row)]);
            drafts = [.. following.Select(one => one.Draft)];
            while (whole.Count > 0 && (drafts.Length == 0 || whole.Peek().Score > drafts[0].Score))
            {
                yield return whole.Dequeue();
            }
        }

        while (whole.TryDequeue(out var last, out _))
        {
            yield return last;
        }
    }

    // The most probable continuations, the best first. A sentence ends only when all is said.
    private static List<(float Score, int Row, SaidWord Word)> Choices(Draft[] drafts, Scores scores)
    {
        var best = new PriorityQueue<(float Score, int Row, SaidWord Word), float>();
        for (var row = 0; row < drafts.Length; row++)
        {
            foreach (var (word, own) in scores.OfRow(row))
            {
                var score = drafts[row].Score + own;
                if (own > Closed / 10 && (best.Count < 2 * Sentences || score > best.Peek().Score) && (word.From != End || drafts[row].IsWhole))
                {
                    best.Enqueue((score, row, word), score);
                    if (best.Count > 2 * Sentences)
                    {
                        best.Dequeue();
                    }
                }
            }
        }

        return [.. best.UnorderedItems.Select(item => item.Element).OrderByDescending(choice => choice.Score)];
    }

    // To the judge all may stay, and come as it is.
    private static long[] Fates(EditTags tags, bool isTold) =>
    [
        0,
        .. tags.Caption.Select((word, at) => !TagWords.IsContent(word) ? 0L : !isTold || tags.Gone[at] == TagFate.Stays ? 1 : 2),
        .. tags.Request.Select((word, at) => !TagWords.IsContent(word) ? 3L : 4 + (long)(isTold ? tags.Come[at] : TagForm.Plain)),
    ];

    // Words of the caption that keep their order stay as they are written; those between them are put in their places.
    private string Text(CaptionText text, IReadOnlyList<SaidWord> said, EditTags tags)
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

            var to = at < said.Count ? said[at].From - 1 : count;
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

    private string Word(SaidWord said, EditTags tags)
    {
        var at = said.From - 1 - tags.Caption.Length;
        if (at >= 0 && InFull(tags.Request[at]) is { } plain)
        {
            return plain;
        }

        var word = said.From < 0 ? _own[-1 - said.From]
            : at < 0 ? said.From == 1 ? Uncapitalized(tags.Caption[0], isFirst: true) : tags.Caption[said.From - 1]
            : Uncapitalized(Formed(tags.Request[at], tags.Come[at] is TagForm.Plain && Actions.IsMaking(tags.Request[at].ToLowerInvariant()) ? TagForm.Done : tags.Come[at]), (at == 0 || tags.Request[at - 1] is "." or "!" or "?") && !StartsName(tags.Request, at), isLoud: !tags.Request.Any(word => word.Any(char.IsLower)));
        return said.IsOther ? Numbers.Other(word) : word;
    }

    // "background" for "bg", but not for what a sign says
    private static string? InFull(string word) =>
        !(word.Length > 1 && word.All(char.IsUpper)) && WordLexicon.ShortForms.TryGetValue(word, out var plain) && !plain.Contains(' ', StringComparison.Ordinal) && TagWords.IsContent(plain) && TagWords.Spelled(plain) != TagWords.Spelled(word) ? plain : null;

    // "Times Square", but not "Red Ferrari"
    private static bool StartsName(IReadOnlyList<string> request, int at) =>
        at + 1 < request.Count && char.IsUpper(request[at + 1][0]) && request[at + 1].Any(char.IsLower) && request[at + 1].All(char.IsLetter) && request[at].ToLowerInvariant() is var word && !WordSets.IsColor(word) && !WordLexicon.IsAdjective(word) && !WordClass.EndsNounPhrase(word) && !WordClass.Determiners.Contains(word) && Numbers.Read(word) is null;

    // A capital letter stays where it does not start a sentence or stand in a request of capitals.
    private static string Uncapitalized(string word, bool isFirst, bool isLoud = false) =>
        isLoud ? word.ToLowerInvariant() : isFirst && (word is "A" || !word.All(char.IsUpper)) ? char.ToLowerInvariant(word[0]) + word[1..] : word;

    // The longest series of the caption's words that keep their order and number, as positions in what is said.
    private static HashSet<int> Ascending(IReadOnlyList<SaidWord> said, int count)
    {
        var (lengths, previous) = (new int[said.Count], new int[said.Count]);
        var end = -1;
        for (var at = 0; at < said.Count; at++)
        {
            previous[at] = -1;
            if (said[at].From < 1 || said[at].From > count || said[at].IsOther)
            {
                continue;
            }

            lengths[at] = 1;
            for (var before = 0; before < at; before++)
            {
                if (lengths[before] >= lengths[at] && said[before].From < said[at].From && lengths[before] > 0)
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

    /// <summary>Returns a word in a form.</summary>
    internal static string Formed(string word, TagForm form) => form switch
    {
        TagForm.Doing => Actions.Ing(word.ToLowerInvariant()),
        TagForm.Done => Actions.PassiveOf(word.ToLowerInvariant()),
        _ => word,
    };

    private static SentenceWriter? Load(string name)
    {
        try
        {
            return new(EmbeddedNetwork.Open($"{name}.start.onnx"), EmbeddedNetwork.Open($"{name}.step.onnx"));
        }
        catch (Exception e) when (EmbeddedNetwork.IsUnavailable(e))
        {
            return null;
        }
    }

    /// <summary>The logarithms of the probabilities of each draft's next word.</summary>
    /// <param name="Words">Of all words from the start on, and of the own ones, of which the first is the end: one draft after another.</param>
    /// <param name="Others">How much more probable than not it is that each word from the start on is said in the other number, as a logarithm.</param>
    /// <param name="CanBeOther">Whether each word from the start on has another number.</param>
    private readonly record struct Scores(float[] Words, float[] Others, bool[] CanBeOther)
    {
        private int Size => CanBeOther.Length;

        private int Count => Words.Length / (Others.Length / Size);

        /// <summary>Returns those of all words of a draft.</summary>
        public IEnumerable<(SaidWord Word, float Score)> OfRow(int row)
        {
            for (var at = 1; at < Size; at++)
            {
                yield return (new(at), Of(row, new(at)));
                if (CanBeOther[at])
                {
                    yield return (new(at, IsOther: true), Of(row, new(at, IsOther: true)));
                }
            }

            for (var own = 0; own < Count - Size; own++)
            {
                yield return (new(End - own), Of(row, new(End - own)));
            }
        }

        /// <summary>Returns the logarithm of the probability that one of several is a draft's next word.</summary>
        public float OfAny(int row, IEnumerable<SaidWord> words)
        {
            var all = this;
            float[] scores = [.. words.Select(word => all.Of(row, word))];
            var most = scores.Max();
            return most + MathF.Log(scores.Sum(score => MathF.Exp(score - most)));
        }

        private float Of(int row, SaidWord word)
        {
            if (word.From < 0)
            {
                return Words[(row * Count) + Size + End - word.From];
            }

            var score = Words[(row * Count) + word.From];
            var other = Others[(row * Size) + word.From];
            var against = word.IsOther ? -other : other;
            return CanBeOther[word.From] ? score - MathF.Max(against, 0) - MathF.Log(1 + MathF.Exp(-MathF.Abs(against))) : score;
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
        private readonly bool[] _canBeOther;
        private float[] _state;
        private float[] _next = [];

        public Desk(SentenceWriter writer, EditTags tags, bool isTold)
        {
            (_writer, _tags, _fates) = (writer, tags, Fates(tags, isTold));
            using var vectors = OrtValue.CreateTensorValueFromMemory(tags.Vectors, [Size, tags.Vectors.Length / Size]);
            using var fates = OrtValue.CreateTensorValueFromMemory(_fates, [Size]);
            _memory = writer._start.Run(_run, StartInputs, [vectors, fates], StartOutputs);
            _canBeOther = [false, .. tags.Caption.Select((word, at) => TagWords.HasNumber(at == 0 ? Uncapitalized(word, isFirst: true) : word)), .. tags.Request.Select((word, at) => (!isTold || tags.Come[at] is TagForm.None or TagForm.Plain) && TagWords.HasNumber(word))];
            _state = _next = _memory[^1].GetTensorDataAsSpan<float>().ToArray();
            Width = _state.Length;
        }

        /// <summary>Gets the number of the start and all words.</summary>
        public int Size => _fates.Length;

        private int Width { get; }

        public Draft Begin() => new(_fates, _tags.Request, 1 + _tags.Caption.Length);

        /// <summary>Returns the logarithms of the probabilities of each draft's next word.</summary>
        public Scores Ask(Draft[] drafts)
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
            using var results = _writer._step.Run(_run, StepInputs, [.. _memory.Take(StartOutputs.Length - 1), stateValue, saidValue, cluesValue, hiddenValue], StepOutputs);
            _next = results[2].GetTensorDataAsSpan<float>().ToArray();
            return new(results[0].GetTensorDataAsSpan<float>().ToArray(), results[1].GetTensorDataAsSpan<float>().ToArray(), _canBeOther);
        }

        /// <summary>Goes on with the states after some of the drafts that were asked for, by their numbers; at first there is one.</summary>
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
                _closed[at] = at == 0 || fates[at] is 2 or 4 || (at >= first && !TagWords.IsSayable(request[at - first]));
            }

            Said = [];
            IsUsed = new bool[fates.Length];
        }

        public float Score { get; init; }

        public IReadOnlyList<SaidWord> Said { get; private init; }

        public bool[] IsUsed { get; private init; }

        // The end stands before the first word too.
        public int Last => Said.Count > 0 ? Said[^1].From : End;

        /// <summary>Gets whether it says something of the caption or the request: an article alone shows nothing.</summary>
        public bool SaysContent => Said.Any(word => word.From > 0 && (Stays(_fates[word.From]) || Comes(_fates[word.From])));

        public bool IsWhole => Next(Stays) < 0 && Next(Comes) < 0;

        public Draft Add(SaidWord said, float score)
        {
            var (next, from) = (this with { Said = [.. Said, said], IsUsed = [.. IsUsed], Score = score }, said.From);
            (next._last, next._lastAsked) = from >= _first ? (_last, from) : from >= 0 ? (from, 0) : (_last, 0);
            if (from >= 0)
            {
                next.IsUsed[from] = true;
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
