using BelmAgent.Editing.Checks;
using BelmAgent.Editing.Plans;

namespace BelmAgent.Editing.Tests.Attempts;

/// <summary>Plans and attempts for judging.</summary>
internal static class Judged
{
    public static EditPlan Asked { get; } = new() { SourcePrompt = "a red house", TargetPrompt = "a blue house", EditType = EditType.ChangeColor };

    public static EditPlan Plan { get; } = PlanResolver.Resolve(Asked with { Guidance = 2, Steps = 20 }, new EditingOptions());

    public static PictureComparison Measures(double changed = 0.1, double background = 40) =>
        new() { Psnr = 30, BackgroundPsnr = background, Ssim = 0.9, ChangedFraction = changed };

    public static EditCheck Check(bool? shows = true, double? noise = 1, params string[] changes) =>
        new() { Expected = Asked.TargetPrompt, ShowsRequest = shows, NoiseRatio = noise, Changes = shows is null ? null : changes };

    public static EditAttempt Attempt(EditPlan plan, int number, string? change, EditFault fault, double background = 40) => new()
    {
        Number = number,
        Change = change,
        Plan = plan,
        Check = Check(shows: fault is EditFault.None or EditFault.Collateral) with { Fault = fault },
        Measures = Measures(background: background),
        UnetEvaluations = 61,
        CheckEvaluations = 2,
    };
}
