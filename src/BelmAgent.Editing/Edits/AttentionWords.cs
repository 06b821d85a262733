using BelmAgent.Diffusion.PromptToPrompt;
using BelmAgent.Diffusion.Text;
using BelmAgent.Editing.Library;
using BelmAgent.Editing.Plans;
using BelmAgent.Sampling;

namespace BelmAgent.Editing.Edits;

/// <summary>A resolved plan's words as token positions: the attention that the two rows share.</summary>
/// <param name="Shared">The shared attention, and when it is shared.</param>
/// <param name="Notes">Notes on requests that could not be met exactly, one sentence each.</param>
internal sealed record AttentionWords(SharedAttention Shared, IReadOnlyList<string> Notes)
{
    // A two-step target needs a fifth of the steps for a change of its field; a one-step target takes it at once.
    private const double TwoStepRamp = 0.2;

    /// <summary>Reads a plan.</summary>
    /// <exception cref="LimitExceededException">A word is in neither prompt, or the prompts differ only beyond the model's limit.</exception>
    public static AttentionWords Create(EditPlan plan, ClipTokenizer tokenizer)
    {
        var (source, target) = (PromptTokens.Create(tokenizer, plan.SourcePrompt), PromptTokens.Create(tokenizer, plan.TargetPrompt));
        List<string> notes = [.. new[] { PictureNotes.ForLength(source, "source prompt"), PictureNotes.ForLength(target, "target prompt") }.OfType<string>()];
        if ((source.IsTruncated || target.IsTruncated) && plan.SourcePrompt != plan.TargetPrompt && source.SeenIds().SequenceEqual(target.SeenIds()))
        {
            throw new LimitExceededException(
                "target_prompt", $"({target.Count} tokens)", $"one that differs from the source prompt within the first {target.Length - 2} tokens, which is all that the model reads");
        }

        var setting = plan.DirectInversion;
        var ramp = Ramp(plan);
        var self = new AttentionWindow(0, setting.SelfSteps!.Value, ramp);
        var shared = setting.Control switch
        {
            AttentionControl.PromptToPrompt => new SharedAttention { Cross = Cross(setting, source, target, tokenizer, ramp, notes), Self = self },
            AttentionControl.MutualSelfAttention => new SharedAttention { Mutual = MutualWindow(plan) },
            AttentionControl.MutualSelfAttentionSingleSource => new SharedAttention { Mutual = MutualWindow(plan), MutualSource = MutualSource.Captioned },
            _ => new SharedAttention(),
        };
        if (setting.Blend!.Value.IsByWords())
        {
            shared = shared with
            {
                SourceBlendTokens = Bounding(setting.BlendWords!, source, target, tokenizer),
                TargetBlendTokens = Bounding(setting.BlendWords!, target, source, tokenizer),
            };
            if (!shared.Blends)
            {
                notes.Add("The prompts have no words that differ, so nothing bounds the change: name the words in blend_words.");
            }
        }

        return new AttentionWords(shared, notes);
    }

    /// <summary>Returns the share of the steps over which a plan's windows close.</summary>
    public static double Ramp(EditPlan plan) =>
        plan.TargetSampler != TargetSampler.TrajectoryCorrected && SamplerCatalog.Get(plan.Sampler!).IsTwoStep ? TwoStepRamp : 0;

    /// <summary>
    /// Returns the steps at which a plan's rows attend to the source's keys and values: the last ones, as in MasaCtrl, since the
    /// layout forms in the first.
    /// </summary>
    public static AttentionWindow MutualWindow(EditPlan plan) => new(1 - plan.DirectInversion.SelfSteps!.Value, 1, Ramp(plan));

    private static CrossAttentionEdit Cross(
        DirectInversionSetting setting, PromptTokens source, PromptTokens target, ClipTokenizer tokenizer, double ramp, List<string> notes)
    {
        TokenAlignment? alignment = null;
        if (setting.CrossMode == CrossMode.Replace && (alignment = TokenAlignment.Replace(source, target)) is null)
        {
            notes.Add($"Replace needs the same number of words in both prompts; they have {source.Words.Count} and {target.Words.Count}, so Refine was used.");
        }

        var cross = new CrossAttentionEdit(alignment ?? TokenAlignment.Refine(source, target), new AttentionWindow(0, setting.CrossSteps!.Value, ramp));
        foreach (var (word, share) in setting.WordSteps!)
        {
            cross = cross.WithWindow(Positions("word_steps", word, target, tokenizer), new AttentionWindow(0, share, ramp));
        }

        foreach (var (word, weight) in setting.WordWeights!)
        {
            cross = cross.WithFactor(Positions("word_weights", word, target, tokenizer), weight);
        }

        return cross;
    }

    private static IReadOnlyList<int> Positions(string setting, string word, PromptTokens target, ClipTokenizer tokenizer) =>
        target.Find(tokenizer.SplitWords(word)) is { Count: > 0 } positions
            ? positions
            : throw new LimitExceededException(setting, word, "words of the target prompt");

    private static IReadOnlyList<int> Bounding(IReadOnlyList<string> words, PromptTokens prompt, PromptTokens other, ClipTokenizer tokenizer)
    {
        if (words.Count == 0)
        {
            var alignment = TokenAlignment.Refine(other, prompt);
            return [.. Enumerable.Range(1, Math.Max(0, prompt.Seen - 2)).Where(n => !alignment.IsAligned(n))];
        }

        SortedSet<int> positions = [];
        foreach (var word in words)
        {
            var split = tokenizer.SplitWords(word);
            var found = prompt.Find(split);
            if (found.Count == 0 && other.Find(split).Count == 0)
            {
                throw new LimitExceededException("blend_words", word, "words of the source or the target prompt");
            }

            positions.UnionWith(found);
        }

        return [.. positions];
    }
}
