using BelmAgent.Editing.Plans;
using BelmAgent.Plugins.Planning.Captions;
using BelmAgent.Plugins.Planning.FreeText;
using BelmAgent.Plugins.Planning.Requests;
using BelmAgent.Plugins.Planning.Scenes;
using BelmAgent.Plugins.Planning.Text;

namespace BelmAgent.Plugins.Planning;

/// <summary>Plans without any language model: reads plain requests by a small grammar.</summary>
/// <remarks>
/// In captions of the vocabulary's world it knows what can be drawn and keeps the caption canonical; in any other
/// caption it exchanges words. Needs no network and no device. Safe to share.
/// </remarks>
/// <param name="vocabulary">The loaded model's world; null when the model knows no closed world.</param>
public sealed class OfflinePlanner(SceneVocabulary? vocabulary) : IEditPlanner
{
    private const string Examples = "Say it like \"make the car blue\", \"replace the dog with a cat\", \"add a hat\", \"remove the tree\" or \"make it night\".";

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
            return PlanningOutcome.Ask("What does the picture show? Describe it in a few words.", "The picture has no caption.");
        }

        var caption = Read(request.Caption.Trim());
        var changes = new RequestParser(caption).Parse(request.Request);
        return changes.Count == 0
            ? PlanningOutcome.Ask($"What should change? {Examples}", "The request names no change.")
            : Place(changes, caption, request);
    }

    // A change that cannot be placed yet may be possible after the others ("add a moon and make it night"),
    // unless it says "it": then what it means would depend on the order.
    private static PlanningOutcome Place(IReadOnlyList<Change> changes, ICaption caption, PlanningRequest request)
    {
        var start = caption;
        var antecedent = AntecedentOf(request.History, caption);
        var placed = new List<Placement>();
        var pending = new Queue<Change>(changes);
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

            // "make it night and remove the sun": night took the sun along.
            if (change is Change.Remove && start.Place(change, antecedent).Caption is not null)
            {
                continue;
            }

            question = failures == 0 || question is null ? placement : question;
            if (SaysIt(change) || ++failures > pending.Count)
            {
                return PlanningOutcome.Ask(question.Question!, question.Reason);
            }

            pending.Enqueue(change);
        }

        return Planned(start.Text, caption.Text, placed);
    }

    private static PlanningOutcome Planned(string source, string target, List<Placement> placed)
    {
        if (source == target)
        {
            return PlanningOutcome.Ask("That would leave the picture as it is. What should change?", "The changes cancel out.");
        }

        EditType[] types = [.. placed.Select(placement => placement.Type).Distinct()];
        var plan = new EditPlan
        {
            SourcePrompt = source,
            TargetPrompt = target,
            EditType = types is [var only] ? only : EditType.Random,
        };
        return PlanningOutcome.Planned(
            plan,
            string.Join("; ", placed.Select(placement => placement.Reason)),
            [.. placed.SelectMany(placement => placement.Notes)]);
    }

    // What the last request spoke of, as it is called now.
    private static Phrase? AntecedentOf(IReadOnlyList<PlanningTurn> history, ICaption caption) => history
        .Reverse()
        .Take(1)
        .SelectMany(earlier => new RequestParser(caption).Parse(earlier.Request).Reverse())
        .SelectMany(Mentions)
        .Select(caption.Resolve)
        .FirstOrDefault(resolved => resolved is not null);

    private static IEnumerable<Phrase> Mentions(Change change) => change switch
    {
        Change.Become { Link: not ResultLink.None } become when !WordSets.IsState(become.Result) => [become.Result, become.Subject],
        Change.Become become => [become.Subject],
        Change.Add add => [add.What],
        Change.Move move => [move.What],
        _ => [],
    };

    private static bool SaysIt(Change change) => change switch
    {
        Change.Become become => become.Subject.IsPronoun,
        Change.Move move => move.What.IsPronoun,
        Change.Remove remove => remove.What.IsPronoun,
        _ => false,
    };

    private ICaption Read(string caption) =>
        (vocabulary is null ? null : SceneCaptionParser.TryParse(caption, vocabulary)) as ICaption
        ?? new FreeCaption(CaptionText.Of(caption));
}
