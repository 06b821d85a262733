using System.Globalization;
using BelmAgent.Diffusion.Checks;
using BelmAgent.Host.Output;

namespace BelmAgent.Host.Models;

/// <summary>The facts about a model, one line each.</summary>
internal static class ModelFacts
{
    private const int HashDigits = 12;

    public static string Kind(ModelKind kind) => kind switch
    {
        ModelKind.StableDiffusion1 => "sd-1.x",
        ModelKind.StableDiffusion2 => "sd-2",
        ModelKind.ToyTownLike => "toytown",
        ModelKind.TextToImage => "text",
        ModelKind.Unconditional => "no text",
        _ => "unknown",
    };

    /// <summary>Returns a one-line description of a model.</summary>
    public static string Line(ModelReport report) =>
        $"{report.Path}, {report.Precision ?? "no weights"}, {Size(report.Bytes)}{(report.Hash is { } hash ? $", {hash[..HashDigits]}" : "")}{(report.IsUsable ? "" : $", {report.Faults.Count} faults: see belm models check")}";

    public static FactSheet Create(ModelReport report)
    {
        var facts = new FactSheet().AddFile("Model", report.Path).Add("Kind", $"{Kind(report.Kind)}, {report.Precision ?? "no weights"}, {Size(report.Bytes)}");
        foreach (var part in report.Parts)
        {
            facts.Add("Part", $"{part.Name}, {part.Precision}, opset {part.Opset}, {Size(part.Bytes)}{(part.External is [] ? "" : $", {part.External.Count} files of weights, all present")}");
            facts.Add("  takes", string.Join("; ", part.Inputs));
            facts.Add("  gives", string.Join("; ", part.Outputs));
        }

        if (report.Tokenizer is { } tokenizer)
        {
            facts.Add("Tokens", $"{tokenizer.Tokens}, at most {tokenizer.Length} in a text");
        }

        if (report.Scheduler is { } scheduler)
        {
            facts.Add("Noise", string.Create(
                CultureInfo.InvariantCulture,
                $"{scheduler.PredictionType}, {scheduler.BetaSchedule} β from {scheduler.BetaStart} to {scheduler.BetaEnd} in {scheduler.TrainingSteps} steps, {scheduler.TimestepSpacing}"));
        }

        facts.AddWhereKnown("Latents", report.ScalingFactor is { } factor ? string.Create(CultureInfo.InvariantCulture, $"scaled by {factor}") : null);
        facts.AddWhereKnown("Hash", report.Hash);
        report.Notes.ToList().ForEach(note => facts.Add("note", note));
        report.Faults.ToList().ForEach(fault => facts.Add("fault", fault.Sentence));
        return report.IsUsable ? facts.Add("Use", $"--model {report.Path}") : facts;
    }

    public static string Size(long bytes) => bytes switch
    {
        < 1 << 10 => $"{bytes} B",
        < 1 << 20 => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1024.0:0.0} KiB"),
        < 1 << 30 => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1048576.0:0.0} MiB"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1073741824.0:0.00} GiB"),
    };
}
