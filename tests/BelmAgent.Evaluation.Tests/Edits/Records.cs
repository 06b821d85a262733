using BelmAgent.Editing.Checks;
using BelmAgent.Evaluation.Edits;

namespace BelmAgent.Evaluation.Tests.Edits;

/// <summary>Hand-made finished edits.</summary>
internal static class Records
{
    public static EditMethod Ddim { get; } = EditMethodCatalog.Find(["ddim"])[0];

    public static EditMethod Corrected { get; } = EditMethodCatalog.Find(["o-belm-corrected"])[0];

    public static EditResultsHead Head { get; } = new() { SetSha256 = "set", ModelSha256 = "model", Prompts = "captions", Limits = HandMade.Limits };

    public static EditScore Score(bool success = true, double? background = 30, params EditArtefact[] artefacts) => new()
    {
        Result = success ? EditOutcome.Passed : EditOutcome.Failed, Changes = [], Damaged = !success, Damage = 0.1,
        Success = success, Unchanged = !success, Artefacts = artefacts, Collateral = success ? 0 : 0.5, CollateralHeads = success ? [] : ["sky"],
        BackgroundPsnr = background, BackgroundSsim = background / 100, SourcePsnr = background, SourceSsim = background / 100,
        OwnPixels = 0.6, Outlines = 0.9, IdealPsnr = 20, InsidePsnr = 18, IdealReconstructionPsnr = 22, NoiseRatio = 1.5, Departure = 1, LatentMax = 5, Overshoot = 0, Noise = 0.3, Confidence = 0.99, Seen = "a house", Evaluations = 100, Seconds = 2,
    };

    public static EditRecord Of(string pair, string kind, EditMethod method, EditScore score) =>
        new() { Pair = pair, Kind = kind, Method = method.Canonical(), Score = score };

    public static EditPair Pair(string id, string kind = "colour") => HandMade.Reference.Pair with { Id = id, Kind = kind };
}
