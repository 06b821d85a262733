using BelmAgent.Editing.Plans;
using BelmAgent.Host.Terminal;
using BelmAgent.Plugins;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace BelmAgent.Host.Output;

/// <summary>Shows an edit plan in a few lines: the settings, then the two prompts with their difference marked.</summary>
/// <remarks>The marks are those of a word diff, <c>[-gone-]</c> and <c>{+new+}</c>, so that they also work without colour.</remarks>
internal static class PlanCard
{
    /// <summary>Returns the plan as lines.</summary>
    /// <param name="plan">The plan.</param>
    /// <param name="estimatedSeconds">Estimated seconds of one attempt.</param>
    /// <param name="now">The current caption. Null: the source prompt, which for an edited picture describes the first picture.</param>
    public static FactSheet Create(EditPlan plan, double? estimatedSeconds = null, string? now = null)
    {
        var (from, to) = Difference(plan, now);
        return new FactSheet().Add("Plan", Settings(plan, estimatedSeconds, now)).AddMarkup("  from", from).AddMarkup("  to", to);
    }

    /// <summary>Shows the plan in a frame on a terminal, otherwise as lines.</summary>
    public static void Show(Screen screen, EditPlan plan, double? estimatedSeconds = null, string? now = null)
    {
        if (screen.Layout.Profile.Capabilities.Ansi)
        {
            screen.Layout.Write(Framed(plan, estimatedSeconds, now));
        }
        else
        {
            Create(plan, estimatedSeconds, now).WriteTo(screen.Words);
        }
    }

    /// <summary>Returns the plan in a frame; long text wraps inside it.</summary>
    public static IRenderable Framed(EditPlan plan, double? estimatedSeconds = null, string? now = null)
    {
        var (from, to) = Difference(plan, now);
        var rows = new Grid().AddColumn(new GridColumn().NoWrap().PadRight(2)).AddColumn(new GridColumn().PadRight(0));
        rows.AddRow("[grey]from[/]", from);
        rows.AddRow("[grey]to[/]", to);
        rows.AddRow("[grey]with[/]", $"[grey]{Markup.Escape(PlainText.Line(Settings(plan, estimatedSeconds, now)))}[/]");
        return new Panel(rows) { Header = new PanelHeader(" Plan "), Border = BoxBorder.Rounded, BorderStyle = new Style(Color.Grey) };
    }

    private static (string From, string To) Difference(EditPlan plan, string? now)
    {
        var (from, to) = WordDifference.Compute(PlainText.Line(now ?? plan.SourcePrompt), PlainText.Line(plan.TargetPrompt));
        return (Marked(from, "[[-", "-]]", "red"), Marked(to, "{+", "+}", "green"));
    }

    private static string Settings(EditPlan plan, double? estimatedSeconds, string? now) => string.Join(
        " · ", [.. PlanWords.Settings(plan, now), .. estimatedSeconds is { } seconds ? [FormattableString.Invariant($"about {seconds:0.#} s")] : Array.Empty<string>()]);

    private static string Marked(IReadOnlyList<(string Word, bool Common)> words, string open, string close, string color)
    {
        var runs = new List<string>();
        for (var i = 0; i < words.Count;)
        {
            var common = words[i].Common;
            var run = words.Skip(i).TakeWhile(word => word.Common == common).Select(word => word.Word).ToList();
            var text = Markup.Escape(string.Join(' ', run));
            runs.Add(common ? text : $"[{color}]{open}{text}{close}[/]");
            i += run.Count;
        }

        return string.Join(' ', runs);
    }
}

/// <summary>The proposal whose plan the user saw last, so that no other is approved unseen.</summary>
internal sealed class ShownPlan
{
    public string? ProposalId { get; set; }
}
