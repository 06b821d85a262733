using System.Numerics.Tensors;
using BelmAgent.Sampling;

namespace BelmAgent.Diffusion.Tests.Layouts;

/// <summary>Ten steps with each layout end at the result of the framework's network and the papers' formulas.</summary>
public class LayoutRunTests(LayoutFolders folders) : IClassFixture<LayoutFolders>
{
    private const int Steps = 10;

    public static TheoryData<string> All => LayoutParityTests.All;

    [Theory]
    [MemberData(nameof(All))]
    public void Generating_agrees(string name)
    {
        var (folder, pipeline) = folders[name];
        var (noise, expected) = (folder.Data.Doubles("generate.noise"), folder.Data.Doubles("generate.latent"));
        using var predictor = pipeline.TakesPrompts
            ? pipeline.CreatePredictor(folder.Data.Metadata("prompt"), 2, pipeline.Unet.Native)
            : pipeline.CreatePredictor("", 1, pipeline.Unet.Native);
        var latent = new double[expected.Length];

        new DdimSampler(TimeGrid.FromConfig(pipeline.Scheduler, Steps)).Generate(noise, predictor, latent);

        folder.AssertAgrees(expected, latent);
        Assert.Equal(Steps * (pipeline.TakesPrompts ? 2 : 1), predictor.Evaluations);
    }

    [Theory]
    [MemberData(nameof(All))]
    public void Inverting_agrees(string name)
    {
        var (folder, pipeline) = folders[name];
        using var predictor = pipeline.CreatePredictor(Prompt(name), 1, pipeline.Unet.Native);
        var sampler = TwoStepSampler.OBelm(TimeGrid.FromConfig(pipeline.Scheduler, Steps));

        var state = sampler.Invert(folder.Data.Doubles("invert.clean"), predictor).State;

        var before = new double[state.Position.Length];
        sampler.ReadNeighbour(state, before);
        folder.AssertAgrees(folder.Data.Doubles("invert.last"), state.Position.Span);
        folder.AssertAgrees(folder.Data.Doubles("invert.before"), before);
    }

    [Theory]
    [MemberData(nameof(All))]
    public void The_round_trip_loses_nothing(string name)
    {
        var (folder, pipeline) = folders[name];
        using var predictor = pipeline.CreatePredictor(Prompt(name), 1, pipeline.Unet.Native);
        var sampler = TwoStepSampler.OBelm(TimeGrid.FromConfig(pipeline.Scheduler, Steps));
        var clean = folder.Data.Doubles("invert.clean");
        var back = new double[clean.Length];

        sampler.Sample(sampler.Invert(clean, predictor).State, predictor, back);

        var distance = TensorPrimitives.Distance<double>(clean, back);
        var error = distance * distance / clean.Length;
        Assert.True(error <= (folder.IsHalf ? 1e-6 : 1e-10), $"{name}: {error:0.0e0}");
    }

    private string Prompt(string name) => name == LayoutFolder.Ddpm ? "" : folders[name].Folder.Data.Metadata("prompt");
}
