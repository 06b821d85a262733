using BelmAgent.Diffusion.AttentionControl;
using BelmAgent.Diffusion.Devices;
using BelmAgent.Diffusion.Models;
using BelmAgent.Diffusion.Pipeline;
using BelmAgent.Editing.Edits;
using BelmAgent.Editing.Inversions;
using BelmAgent.Editing.Library;
using BelmAgent.Editing.Plans;
using BelmAgent.Editing.Sampling;
using BelmAgent.Editing.Tests.Doubles;
using BelmAgent.Sampling;

namespace BelmAgent.Editing.Tests.Edits;

/// <summary>Direct Inversion sets the source's row to its trajectory. The effect on the target depends on attention alone.</summary>
public sealed class EditLoopTests : IDisposable
{
    private const string Source = "a red house on the left, on grass, under a blue sky";
    private const string Target = "a red house on the left, on snow, under a blue sky";
    private readonly TemporaryFolder _folder = new();
    private readonly DiffusionPipeline _pipeline = DiffusionPipeline.Load(
        Path.Combine(AppContext.BaseDirectory, "models", "toytown"), new DeviceOptions { Provider = "cpu", Threads = 1 });

    [Theory]
    [InlineData("ddim", TargetSampler.Carried)]
    [InlineData("o-belm", TargetSampler.Carried)]
    [InlineData("o-belm", TargetSampler.Kick)]
    public void Without_shared_attention_the_pinned_source_changes_no_bit_of_the_target(string sampler, TargetSampler target)
    {
        var inversion = Invert(sampler);
        var plan = Plan(sampler, target, AttentionControl.None);

        Assert.Equal(Run(inversion, plan).Latent, Run(WithAnotherTrajectory(inversion), plan).Latent);
    }

    [Theory]
    [InlineData(AttentionControl.PromptToPrompt)]
    [InlineData(AttentionControl.MutualSelfAttention)]
    [InlineData(AttentionControl.MutualSelfAttentionSingleSource)]
    public void With_shared_attention_it_does(AttentionControl control)
    {
        var inversion = Invert("o-belm");
        var plan = Plan("o-belm", TargetSampler.Kick, control);

        var (pinned, drifting) = (Run(inversion, plan).Latent, Run(WithAnotherTrajectory(inversion), plan).Latent);

        Assert.True(pinned.Zip(drifting, (a, b) => Math.Abs(a - b)).Max() > 0.01);
    }

    [Fact]
    public void What_bounded_the_change_comes_with_the_latent()
    {
        var inversion = Invert("o-belm");
        var plan = Plan("o-belm", TargetSampler.TrajectoryCorrected, AttentionControl.None);
        var shape = _pipeline.Unet.Native;
        var open = new double[shape.Height * shape.Width];
        open.AsSpan(0, open.Length / 2).Fill(1);

        var result = EditLoop.Prepare(_pipeline, Options(), plan, shape, default).Run(inversion, open, null, default);

        Assert.Null(Run(inversion, plan).Mask);
        Assert.Equal(open, result.Mask);
        Assert.Equal(inversion.Trajectory!.State(0)[(open.Length / 2)..open.Length].ToArray(), result.Latent[(open.Length / 2)..open.Length]);
    }

    public void Dispose()
    {
        _pipeline.Dispose();
        _folder.Dispose();
    }

    private AttentionControlOptions Options() => new() { CacheFolder = _folder.Path };

    private static EditPlan Plan(string sampler, TargetSampler target, AttentionControl control) => PlanResolver.Resolve(
        new EditPlan
        {
            SourcePrompt = Source, TargetPrompt = Target, Steps = 8, Guidance = 2, Sampler = sampler, TargetSampler = target,
            DirectInversion = new() { Control = control, CrossSteps = 1, SelfSteps = 1, Blend = BlendKind.None },
        },
        new EditingOptions());

    private EditLoopResult Run(HeldInversion inversion, EditPlan plan) =>
        EditLoop.Prepare(_pipeline, Options(), plan, _pipeline.Unet.Native, default).Run(inversion, mask: null, progress: null, default);

    private HeldInversion Invert(string name)
    {
        var grid = GridFactory.Create("linspace", _pipeline, 8);
        var sampler = SamplerFactory.Create(SamplerCatalog.Get(name), new(), grid);
        using var predictor = _pipeline.CreatePredictor(Source, 1, _pipeline.Unet.Native);
        var clean = GaussianNoise.Draw(_pipeline.Unet.Native.Length, 3);
        var inversion = sampler.Invert(clean, predictor, new InversionOptions { RecordTrajectory = true });
        var metadata = new InversionMetadata
        {
            InversionId = "inv", ImageId = "img", ModelHash = _pipeline.Folder.Hash, Sampler = name, Grid = GridDescription.From(grid), Steps = 8, Node = 8,
            Strength = 1, SourcePrompt = Source, Guidance = 1, LatentShape = [4, 16, 16], LatentScale = 1, Created = default, AppVersion = "test",
        };
        return new HeldInversion(metadata, sampler, inversion.State, inversion.Trajectory, inversion.Evaluations);
    }

    private static HeldInversion WithAnotherTrajectory(HeldInversion inversion)
    {
        var trajectory = inversion.Trajectory!;
        return inversion with
        {
            Trajectory = new Trajectory(trajectory.Dimension, [.. trajectory.States.ToArray().Select(value => 0.5 * value)], trajectory.Noises.ToArray()),
        };
    }
}
