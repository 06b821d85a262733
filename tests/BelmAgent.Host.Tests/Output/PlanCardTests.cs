using BelmAgent.Editing.Plans;
using BelmAgent.Host.Output;
using BelmAgent.Host.Terminal;
using Spectre.Console;

namespace BelmAgent.Host.Tests.Output;

public class PlanCardTests
{
    [Fact]
    public void A_full_plan_reads_as_three_lines()
    {
        var plan = new EditPlan
        {
            SourcePrompt = "a red car", TargetPrompt = "a blue car", EditType = EditType.ChangeColor, Sampler = "belm", Kappa = 0.5,
            TargetSampler = TargetSampler.TrajectoryCorrected, Steps = 50, Guidance = 3, Strength = 0.8,
        };

        Assert.Equal(
            "Plan    change color · belm κ=0.5 · trajectory-corrected · 50 steps · guidance 3 · strength 0.8 · about 12.5 s\n"
            + "  from  a [-red-] car\n"
            + "  to    a {+blue+} car\n",
            Write(plan, 12.5));
    }

    [Theory]
    [InlineData("bdia", "bdia γ=0.9")]
    [InlineData("edict", "edict p=0.8 alternating")]
    [InlineData("o-belm", "o-belm")]
    public void A_sampler_is_shown_with_the_settings_that_it_has(string sampler, string shown)
    {
        var plan = new EditPlan
        {
            SourcePrompt = "a red car", TargetPrompt = "a blue car", EditType = EditType.ChangeColor,
            Sampler = sampler, Kappa = 1, Gamma = 0.9, Mixing = 0.8, Alternate = true,
        };

        Assert.StartsWith($"Plan    change color · {shown}\n", Write(plan, null), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(BlendKind.Words, "bounded by the changed words")]
    [InlineData(BlendKind.WordsMinMax, "bounded by the changed words, min-max")]
    public void The_rule_of_a_blend_by_words_is_told(BlendKind blend, string shown) => Assert.Contains(
        $"· {shown}\n",
        Write(new EditPlan { SourcePrompt = "a car", TargetPrompt = "a cat", DirectInversion = new() { Blend = blend } }, null),
        StringComparison.Ordinal);

    [Fact]
    public void A_prompt_that_looks_like_markup_is_shown_as_it_is()
    {
        var card = Write(new EditPlan { SourcePrompt = "a [red]car[/]", TargetPrompt = "a [/] [blue]" }, null);

        Assert.Contains("a [-[red]car[/]-]", card, StringComparison.Ordinal);
        Assert.Contains("a {+[/] [blue]+}", card, StringComparison.Ordinal);
    }

    [Fact]
    public void A_prompt_that_a_terminal_would_obey_is_shown_as_it_is()
    {
        var card = Write(new EditPlan { SourcePrompt = "a \e[31mcar", TargetPrompt = "a\rcar \u202Egnp" }, null);

        Assert.Contains("a [-␛[31mcar-]", card, StringComparison.Ordinal);
        Assert.Contains("a {+car \ufffdgnp+}", card, StringComparison.Ordinal);
        Assert.DoesNotContain('\e', card);
    }

    [Fact]
    public void In_a_frame_a_long_prompt_wraps_inside_the_terminals_width()
    {
        var words = string.Join(' ', Enumerable.Range(0, 60).Select(i => $"word{i}"));
        var card = WriteFramed(new EditPlan { SourcePrompt = $"a red {words}", TargetPrompt = $"a blue {words}", Sampler = "o-belm" }, 12.5, width: 60);

        Assert.All(card, line => Assert.InRange(line.Length, 1, 60));
        Assert.StartsWith("╭", card[0], StringComparison.Ordinal);
        Assert.StartsWith("╰", card[^1], StringComparison.Ordinal);
        Assert.All(card[1..^1], line => Assert.True(line[0] == '│' && line[^1] == '│', line));
        var text = string.Join(' ', card);
        Assert.All((string[])["[-red-]", "{+blue+}", "word59", "o-belm", "about 12.5 s"], part => Assert.Contains(part, text, StringComparison.Ordinal));
    }

    [Fact]
    public void In_a_frame_hostile_prompts_change_nothing_either()
    {
        var card = WriteFramed(new EditPlan { SourcePrompt = "a \e]8;;x\acar [red]", TargetPrompt = "a\tcar[/]\b" }, null, width: 60);

        Assert.Single(card.Select(line => line.Length).Distinct());
        Assert.DoesNotContain(string.Concat(card), char.IsControl);
    }

    private static string[] WriteFramed(EditPlan plan, double? seconds, int width)
    {
        using var output = new StringWriter();
        var console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(output), Ansi = AnsiSupport.No, Enrichment = new ProfileEnrichment { UseDefaultEnrichers = false } });
        (console.Profile.Width, console.Profile.Capabilities.Unicode) = (width, true);
        console.Write(PlanCard.Framed(plan, seconds));
        return output.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }

    private static string Write(EditPlan plan, double? seconds)
    {
        using var output = new StringWriter();
        PlanCard.Create(plan, seconds).WriteTo(new Screen(new BelmIo(TextReader.Null, output, TextWriter.Null, canAsk: false), json: false).Words);
        return output.ToString();
    }
}
