using BelmAgent.Editing.Plans;
using BelmAgent.Planning.FollowUps;
using BelmAgent.Planning.FreeText;
using BelmAgent.Planning.Requests;
using BelmAgent.Planning.Scenes;
using BelmAgent.Planning.Text;

namespace BelmAgent.Planning.Offline;

/// <summary>Plans without a language model: reads requests with a small grammar and with small trained networks.</summary>
/// <remarks>
/// In captions of the vocabulary's world it knows what can be drawn and keeps the caption canonical; any other caption is written anew by
/// the networks. Needs no connection and no device; the networks run on ONNX Runtime's native library, without which it plans closed worlds
/// only. Safe to share.
/// </remarks>
/// <param name="vocabulary">The loaded model's world; null if the model has no closed world.</param>
public sealed class OfflinePlanner(SceneVocabulary? vocabulary) : IEditPlanner
{
    private const int MaxRequestLength = 1000;
    private const int MaxCaptionLength = 4000;
    private const int MaxMemory = 8;
    private const int MaxChanges = 20;
    private readonly string _examples = vocabulary is null
        ? "Say it like \"make the car blue\", \"replace the dog with a cat\", \"add a hat\", \"remove the tree\" or \"make it night\"."
        : "Say it like \"make the car blue\", \"replace the house with a cat\", \"add a tree\", \"remove the car\" or \"make it night\".";

    /// <inheritdoc/>
    public Task<PlanningOutcome> PlanAsync(PlanningRequest request, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        cancellationToken.ThrowIfCancellationRequested();
        return Task.FromResult(Plan(request));
    }

    private PlanningOutcome Plan(PlanningRequest request)
    {
        if (string.IsNullOrWhiteSpace(request.Caption))
        {
            return PlanningOutcome.Ask("What does the image show? Describe it in a few words.", "The image has no caption.");
        }

        if (request.Request.Length > MaxRequestLength || request.Caption.Length > MaxCaptionLength)
        {
            return PlanningOutcome.Ask("That is too long to plan. Say it in a few words.", "The request or the caption is too long.");
        }

        var history = request.History.TakeLast(MaxMemory).Where(IsShort).ToList();
        if (Strength.Plan(request with { History = history }) is { } changed)
        {
            return changed;
        }

        if (history.All(turn => turn.Plan is null) && FollowUp.Read(request.Request, "").Kind is FollowUpKind.More or FollowUpKind.Less)
        {
            return PlanningOutcome.Ask("There is no edit yet that could be stronger or weaker. What should change?", "Nothing was edited before.");
        }

        if (history.Count == 0 && Refusals.Read(request.Request, request.Caption.Trim()) is { } refused)
        {
            return IsFree(request) ? FreePlanner.PlanBesideRefusal(request, refused) : refused;
        }

        return TypingErrors.Correct(request.Request, request.Caption) is { } corrected
            ? Noted(PlanCorrected(request with { Request = corrected.Request }, corrected, history), corrected.Notes, request.Request)
            : PlanSpelled(request, history);
    }

    private PlanningOutcome PlanCorrected(PlanningRequest request, Correction corrected, List<PlanningTurn> history)
    {
        if (corrected.Question is not { } question)
        {
            return PlanSpelled(request, history);
        }

        var outcome = PlanningOutcome.Ask(question, "A word is spelled wrongly, and several fit.");
        return history.Count == 0 && IsFree(request)
            ? Noted(FreePlanner.PlanBesideRefusal(request, outcome, [.. corrected.Unclear.SelectMany(unclear => unclear.Readings.Append(unclear.Word))]), [.. corrected.Unclear.Select(unclear => $"\"{unclear.Word}\" was not read.")], request.Request)
            : outcome;
    }

    private bool IsFree(PlanningRequest request) => Read(request.Caption.Trim()) is FreeCaption;

    private static PlanningOutcome Noted(PlanningOutcome outcome, IReadOnlyList<string> notes, string request) =>
        outcome.Plan is { } plan ? PlanningOutcome.Planned(plan with { Request = request }, outcome.Reason, [.. notes, .. outcome.Notes]) with { RevisesLast = outcome.RevisesLast } : outcome;

    private PlanningOutcome PlanSpelled(PlanningRequest request, List<PlanningTurn> history)
    {
        var (outcome, understood) = PlanRead(request, history);
        if (!outcome.IsPlanned && history.Count == 0 && understood.Caption is SceneCaption && !(understood.Changes.Count > 0 && understood.Changes.All(IsOfWorld)))
        {
            outcome = InWorld(request) ?? outcome;
        }

        return outcome.IsPlanned ? outcome : Mistaken(request, history) ?? outcome;
    }

    // Words that the world does not have are read as in any other caption; the plan counts if it is a scene of this world.
    private PlanningOutcome? InWorld(PlanningRequest request)
    {
        if (new OfflinePlanner(vocabulary: null).Plan(request) is not { Plan: { } plan } free
            || SceneCaptionParser.TryParse(plan.TargetPrompt, vocabulary!) is not { IsPossible: true } scene || scene.Standing.Any(thing => thing.Slot is null)
            || SceneCaptionParser.TryParse(plan.SourcePrompt, vocabulary!) is not { } source)
        {
            return null;
        }

        var (before, after) = (source.ToCanonical().Text, scene.ToCanonical().Text);
        // A caption in the user's own words stays so.
        return before == after ? null : PlanningOutcome.Planned(before == source.Text ? plan with { TargetPrompt = after } : plan, free.Reason, [.. free.Notes]);
    }

    // "the beech", where the caption has a beach.
    private PlanningOutcome? Mistaken(PlanningRequest request, List<PlanningTurn> history) =>
        history.Count == 0 && TypingErrors.Mistaken(request.Request, request.Caption) is { } slip
        && PlanRead(request with { Request = slip.Request }, history).Outcome is { IsPlanned: true } meant ? Noted(meant, slip.Notes, request.Request) : null;

    private (PlanningOutcome Outcome, Understanding Understood) PlanRead(PlanningRequest request, List<PlanningTurn> history)
    {
        var reader = new FollowUpReader(Read, CanPlace);
        var understood = reader.Read(request.Request, request.Caption.Trim(), history);
        var question = understood.Question
            ?? (understood.Changes.Count is 0 or > MaxChanges ? PlanningOutcome.Ask($"What should change? {_examples}", "The request names no change, or too many.") : null);
        var antecedent = question is null ? Antecedent.Find(understood.RevisesLast ? [.. history.SkipLast(1)] : history, understood.Caption, reader) : null;
        var outcome = understood.Caption is FreeCaption
            ? FreePlanner.Plan(request with { History = history }, understood, antecedent, question ?? Unplaced(understood, antecedent))
            : question ?? Place(understood, antecedent, request.Request);
        return (outcome with { RevisesLast = outcome.IsPlanned && understood.RevisesLast }, understood);
    }

    private static bool CanPlace(Understanding understood) =>
        understood.Changes.Count is > 0 and <= MaxChanges && (understood.Caption is FreeCaption ? Unplaced(understood, antecedent: null) is null : Place(understood, antecedent: null, "").IsPlanned);

    // The question about the first change of a free caption that cannot be applied; null if all can.
    private static PlanningOutcome? Unplaced(Understanding understood, Phrase? antecedent)
    {
        var caption = understood.Caption;
        foreach (var change in understood.Changes)
        {
            var placement = caption.Place(change, antecedent);
            if (placement.Caption is not { } next)
            {
                return PlanningOutcome.Ask(placement.QuestionAbout(caption, understood.Caption)!, placement.Reason);
            }

            (caption, antecedent) = (next, placement.Antecedent ?? antecedent);
        }

        return null;
    }

    private static bool IsShort(PlanningTurn turn) => turn.Request.Length <= MaxRequestLength && (turn.Caption?.Length ?? 0) <= MaxCaptionLength;

    // A change that cannot be applied yet may be possible after the others ("add a moon and make it night"), unless it says "it", whose
    // meaning would then depend on the order.
    private static PlanningOutcome Place(Understanding understood, Phrase? antecedent, string request)
    {
        var (start, caption) = (understood.Caption, understood.Caption);
        var placed = new List<Placement>();
        var pending = new Queue<Change>(understood.Changes);
        Placement? question = null;
        for (var failures = 0; pending.TryDequeue(out var change);)
        {
            var placement = caption.Place(change, antecedent);
            if (placement.Caption is not null)
            {
                (caption, antecedent, failures) = (placement.Caption, placement.Antecedent ?? antecedent, 0);
                placed.Add(placement);
                continue;
            }

            // "make it night and remove the sun": night already removed the sun.
            if (change is Change.Remove && start.Place(change, antecedent).Caption is not null)
            {
                continue;
            }

            question = failures == 0 || question is null ? placement : question;
            if (SaysIt(change) || ++failures > pending.Count)
            {
                var asked = placed.Count > 0 && start.Place(change, antecedent) is { Question: not null } plain ? plain : question;
                var known = placed.Count > 0 ? $"I understood: {string.Join("; ", placed.Select(placement => placement.Reason))}. " : "";
                return PlanningOutcome.Ask(known + asked.QuestionAbout(caption, start), question.Reason);
            }

            pending.Enqueue(change);
        }

        return Planned(start.Text, caption.Text, placed, understood, request);
    }

    private static PlanningOutcome Planned(string source, string target, List<Placement> placed, Understanding understood, string request)
    {
        if (source == target)
        {
            return PlanningOutcome.Ask("That would leave the image as it is. What should change?", "The changes cancel out.");
        }

        EditType[] types = [.. placed.Select(placement => placement.Type).Distinct()];
        var plan = new EditPlan
        {
            Request = request,
            SourcePrompt = source,
            TargetPrompt = target,
            EditType = types is [var only] ? only : EditType.Random,
        };
        return PlanningOutcome.Planned(plan, string.Join("; ", placed.Select(placement => placement.Reason)), [.. understood.Talk.Select(Understanding.NoteOf), .. placed.SelectMany(placement => placement.Notes)]);
    }

    // A question about things of the world, such as which of two is meant, is better than another reading.
    private bool IsOfWorld(Change change) => (change switch
    {
        Change.Become become => [become.Subject, become.Result],
        Change.Add add => [add.What, add.Where ?? new Phrase()],
        Change.Move move => [move.What, move.Where],
        Change.Remove remove => (Phrase[])[remove.What],
        _ => [],
    }).All(words => SceneReading.Parse(words, vocabulary!).Unknown.Count == 0);

    private static bool SaysIt(Change change) => change switch
    {
        Change.Become become => become.Subject.IsPronoun,
        Change.Move move => move.What.IsPronoun,
        Change.Remove remove => remove.What.IsPronoun,
        _ => false,
    };

    private ICaption Read(string caption) =>
        (vocabulary is null ? null : SceneCaptionParser.TryParse(caption, vocabulary)) as ICaption
        ?? new FreeCaption(CaptionText.Parse(caption));
}
