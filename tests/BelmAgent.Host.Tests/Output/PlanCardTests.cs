using BelmAgent.Editing.Plans;
using BelmAgent.Host.Output;
using BelmAgent.Host.Terminal;

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

    [Fact]
    public void A_prompt_that_looks_like_markup_is_shown_as_it_is()
    {
        var card = Write(new EditPlan { SourcePrompt = "a [red]car[/]", TargetPrompt = "a [/] [blue]" }, null);

        Assert.Contains("a [-[red]car[/]-]", card, StringComparison.Ordinal);
        Assert.Contains("a {+[/] [blue]+}", card, StringComparison.Ordinal);
    }

    private static string Write(EditPlan plan, double? seconds)
    {
        using var output = new StringWriter();
        PlanCard.Of(plan, seconds).WriteTo(new Screen(new BelmIo(TextReader.Null, output, TextWriter.Null, canAsk: false), json: false).Words);
        return output.ToString();
    }
}
