using BelmAgent.Planning.Requests;

namespace BelmAgent.Planning.FreeText.Rules;

/// <summary>The rules of free captions, in the order in which they are tried.</summary>
internal static class RuleBook
{
    private static readonly Rule[] Rules =
    [
        // The whole picture
        new VagueRule(), new StyleRule(), new ViewRule(), new WeatherRule(), new ExchangeRule(), new BackgroundRule(),

        // A thing of the caption
        new ColorRule(), new MaterialRule(), new FigureRule(), new WearRule(), new PoseRule(), new RefineRule(), new ThingRule(), new ClauseRule(), new StateRule(),

        // A thing that the caption does not mention
        new SkyRule(), new DifferenceRule(), new PartRule(),

        // Groups and texts
        new CountRule(), new OneOfRule(), new OnlyRule(), new WritingRule(),

        // New, old and moved things
        new AddRule(), new RemoveRule(), new MoveRule(),
    ];

    /// <summary>Applies a change by the first rule that is about it; otherwise asks.</summary>
    public static Placement Place(Edit edit) =>
        Rules.Select(rule => rule.Place(edit)).FirstOrDefault(placement => placement is not null) ?? edit.Found.Question!;
}
