using BelmAgent.Editing.Plans;
using BelmAgent.Planning.FollowUps;
using BelmAgent.Planning.FreeText;
using BelmAgent.Planning.Lexicon;
using BelmAgent.Planning.Requests;
using BelmAgent.Planning.Soundness;
using BelmAgent.Planning.Tagging;
using BelmAgent.Planning.Text;

namespace BelmAgent.Planning.Offline;

/// <summary>Plans for captions of any words: the networks write the caption after the change, and the grammar knows what to ask.</summary>
internal static class FreePlanner
{
    // Found on requests that the networks were not trained on (docs/decisions/0043-networks-write-rules-ask.md to 0046-texts-numbers-and-plain-words.md).
    private const float Likely = .04f;
    private const float LikelyBesideQuestion = .985f;
    private const float LikelyBesideImprobableQuestion = .45f;
    private const float ImprobableQuestion = .01f;
    private const float LikelyBesideRefusal = .5f;
    private const float MaxQuestionBesideRefusal = .2f;
    private const float MaxQuestion = .3f;
    private const float MaxQuestionOfCommand = .5f;
    private const float SureQuestion = .9f;
    private const int FewWords = 2;     // "well done"

    /// <summary>Plans a request.</summary>
    /// <param name="request">The request as the user wrote it.</param>
    /// <param name="understood">The grammar's reading of it.</param>
    /// <param name="antecedent">The antecedent of "it"; null if nothing was mentioned before.</param>
    /// <param name="question">What the grammar asks; null if it can place all changes.</param>
    public static PlanningOutcome Plan(PlanningRequest request, Understanding understood, Phrase? antecedent, PlanningOutcome? question)
    {
        if (!TaggedPlan.IsAvailable)
        {
            return PlanningOutcome.Ask(
                "Requests about such a picture are read by small networks, which need ONNX Runtime's native library, and it is not here. Install it with the app, or set Belm:Planner:Endpoint to a language model.", "ONNX Runtime's native library is not there.");
        }

        // Earlier turns, which the networks do not see, may say what a request alone does not.
        var isAlone = understood.IsNew && (request.History.Count == 0 || !Phrase.Parse(request.Request).Words.Any(WordClass.Pronouns.Contains));
        var said = isAlone ? ((FreeCaption)understood.Caption).Reckoned(request.Request) : request.Request;
        var mustReckon = MustReckon(understood);
        var reckoned = mustReckon && question is null ? OneByOne(request, understood, antecedent) : null;
        if (reckoned is { IsPlanned: true })
        {
            return reckoned;
        }

        if (isAlone && !(mustReckon && question is not null && understood.Changes is not [Change.Count]) && TaggedPlan.Tags(understood.Caption.Text, said) is { } tags)
        {
            if (tags.Question > SureQuestion)
            {
                return question ?? reckoned ?? PlanningOutcome.Ask(FaultQuestions.Unclear(understood.Caption.Text), "Nothing that can be drawn is asked for.");
            }

            var isQuestionWellFounded = question is not null && (understood.IsPlain || Phrase.Parse(request.Request).Words.Length <= FewWords);
            var confidence = !isQuestionWellFounded ? Likely : tags.Question < ImprobableQuestion ? LikelyBesideImprobableQuestion : LikelyBesideQuestion;
            var plain = new PlanningRequest(said, understood.Caption.Text);
            if (TaggedPlan.Plan(plain, tags, confidence, MaxQuestion) is var (plan, reading)
                && (question is null || (IsMarked(reading) && !SplitsName(plan, said))))
            {
                var kind = question is null && understood.IsPlain && understood.Changes.Count > 1 ? EditType.Random : plan.EditType;
                return PlanningOutcome.Planned(plan with { Request = request.Request, EditType = kind }, TaggedPlan.Reason(plain, reading), Notes(understood, TaggedPlan.Words(plain, reading)));
            }
        }

        return question ?? reckoned ?? OneByOne(request, understood, antecedent);
    }

    /// <summary>Returns the networks' plan where they are sure, and otherwise what was refused, or asked because of a spelling.</summary>
    /// <param name="request">The request and the caption.</param>
    /// <param name="refused">The refusal, or the question.</param>
    /// <param name="unclear">Words whose spelling is unclear, and their readings, none of which may come or go.</param>
    public static PlanningOutcome PlanBesideRefusal(PlanningRequest request, PlanningOutcome refused, params IReadOnlyList<string> unclear) =>
        TaggedPlan.Tags(request.Caption.Trim(), request.Request) is { } tags && !tags.ComeWords.Concat(tags.GoneWords).Intersect(unclear, StringComparer.OrdinalIgnoreCase).Any()
            && TaggedPlan.Plan(request, tags, LikelyBesideRefusal, MaxQuestionBesideRefusal) is var (plan, reading) ? PlanningOutcome.Planned(plan, TaggedPlan.Reason(request, reading)) : refused;

    // Beside a question the writer's own words do not count.
    private static bool IsMarked(EditTags reading) => reading.GoneWords.Any() || reading.ComeWords.Any();

    // "the light", where the caption has a light bulb, which would go.
    private static bool SplitsName(EditPlan plan, string request)
    {
        var (caption, said, left) = (ContentWords.Content(plan.SourcePrompt), ContentWords.Content(request), ContentWords.Content(plan.TargetPrompt));
        return caption.Zip(caption.Skip(1)).Any(pair => pair.First is not ("teddy" or "palm") && WordLexicon.IsCompound(pair.First, pair.Second) && said.Contains(pair.First) && !said.Contains(pair.Second) && !left.Contains(pair.Second));
    }

    // The networks neither reckon nor count well: such a change is planned as a command of its own, and by them only if that fails.
    private static bool MustReckon(Understanding understood) => understood.IsPlain && understood.Changes is [var only] && FreeCaption.MustReckon(only);

    // Each change by a command of its own.
    private static PlanningOutcome OneByOne(PlanningRequest request, Understanding understood, Phrase? antecedent)
    {
        var (caption, types, reasons) = ((FreeCaption)understood.Caption, new HashSet<EditType>(), new List<string>());
        foreach (var change in understood.Changes)
        {
            var placement = caption.Place(change, antecedent);
            var command = new PlanningRequest(ChangeCommand.Say(caption.Reckoned(change), antecedent), caption.Text);
            var tags = TaggedPlan.Tags(caption.Text, command.Request);
            if (placement.Caption is not null && tags is null)
            {
                return PlanningOutcome.Ask($"That is too long to plan: give the picture a caption of at most {RequestTagger.MaxWords} words, and say the change in a few.", "The request or the caption is too long for the networks.");
            }

            if (placement.Caption is null || TaggedPlan.Plan(command, tags!, Likely, MaxQuestionOfCommand) is not var (plan, reading))
            {
                var known = reasons.Count > 0 ? $"I understood: {string.Join("; ", reasons)}. " : "";
                return PlanningOutcome.Ask(known + (placement.QuestionAbout(caption, understood.Caption) ?? FaultQuestions.Unclear(understood.Caption.Text)), "A change has no sound sentence.");
            }

            (caption, antecedent) = (new FreeCaption(CaptionText.Parse(plan.TargetPrompt)), placement.Antecedent ?? antecedent);
            types.Add(plan.EditType);
            reasons.Add(TaggedPlan.Reason(command, reading));
        }

        if (caption.Text == understood.Caption.Text)
        {
            return PlanningOutcome.Ask("That would leave the image as it is. What should change?", "The changes cancel out.");
        }

        var all = new EditPlan { Request = request.Request, SourcePrompt = understood.Caption.Text, TargetPrompt = caption.Text, EditType = types.Count == 1 ? types.First() : EditType.Random };
        return PlanningOutcome.Planned(all, string.Join("; ", reasons), Notes(understood, ("", "")));
    }

    // Clauses that were read as talk, unless the networks took a word of theirs.
    private static IReadOnlyList<string> Notes(Understanding understood, (string Gone, string Come) words)
    {
        var said = Phrase.Parse(understood.Said).Words;
        string[] taken = [.. Phrase.Parse($"{words.Come} {words.Gone}").Words.Except(said, StringComparer.OrdinalIgnoreCase)];
        return [.. understood.Talk.Where(talk => !Phrase.Parse(talk).Words.Intersect(taken, StringComparer.OrdinalIgnoreCase).Any()).Select(Understanding.NoteOf)];
    }
}
