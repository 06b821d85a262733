using System.Text.Json;
using BelmAgent.Editing.Plans;
using Spectre.Console;

namespace BelmAgent.Host.Output;

/// <summary>An edit plan as a few lines: the settings, then the two prompts with their difference marked.</summary>
/// <remarks>The marks are those of a word diff, <c>[-gone-]</c> and <c>{+new+}</c>, so that they survive where there is no colour.</remarks>
internal static class PlanCard
{
    public static FactSheet Of(EditPlan plan, double? estimatedSeconds = null)
    {
        var (from, to) = WordDifference.Of(plan.SourcePrompt, plan.TargetPrompt);
        return new FactSheet()
            .Add("Plan", Settings(plan, estimatedSeconds))
            .AddMarkup("  from", Marked(from, "[[-", "-]]", "red"))
            .AddMarkup("  to", Marked(to, "{+", "+}", "green"));
    }

    private static string Settings(EditPlan plan, double? estimatedSeconds)
    {
        var control = plan.DirectInversion.Control;
        string?[] parts =
        [
            Name(plan.EditType).Replace('_', ' '),
            plan.Sampler is null ? null : plan is { Sampler: "belm", Kappa: { } kappa } ? FormattableString.Invariant($"belm κ={kappa:0.###}") : plan.Sampler,
            plan.TargetSampler is { } target ? Name(target) : null,
            plan.Steps is { } steps ? $"{steps} steps" : null,
            plan.Guidance is { } guidance ? FormattableString.Invariant($"guidance {guidance:0.##}") : null,
            plan.Strength is { } strength ? FormattableString.Invariant($"strength {strength:0.##}") : null,
            control is { } shared and not AttentionControl.None ? Name(shared) : null,
            plan.DirectInversion.Blend switch
            {
                BlendKind.Words when plan.DirectInversion.BlendWords is { Count: > 0 } words => $"bounded by {string.Join(", ", words)}",
                BlendKind.Words => "bounded by the changed words",
                BlendKind.Departure => "bounded by the change",
                _ => null,
            },
            plan.DirectInversion.MaskId is null ? null : "masked",
            estimatedSeconds is { } seconds ? FormattableString.Invariant($"about {seconds:0.#} s") : null,
        ];
        return string.Join(" · ", parts.Where(part => part is not null));
    }

    private static string Name<T>(T value)
        where T : struct, Enum => JsonSerializer.SerializeToElement(value).GetString()!;

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
