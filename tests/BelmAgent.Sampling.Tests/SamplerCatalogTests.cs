namespace BelmAgent.Sampling.Tests;

public sealed class SamplerCatalogTests
{
    private static readonly TimeGrid _grid = TimeGrid.Linspace(Cases.StableDiffusion, 10);

    [Theory]
    [InlineData("ddim", 1, false)]
    [InlineData("edict", 2, true)]
    [InlineData("bdia", 1, true)]
    [InlineData("belm", 1, true)]
    [InlineData("o-belm", 1, true)]
    public void Every_name_makes_its_sampler(string name, int evaluations, bool exact)
    {
        Sampler sampler = SamplerCatalog.Create(name, _grid);

        Assert.Equal((name, evaluations, exact, false), (sampler.Name, sampler.EvaluationsPerStep, sampler.IsExact, sampler.IsBitExact));
        Assert.Same(_grid, sampler.Grid);
        Assert.Contains(name, SamplerCatalog.Names);
        Assert.Equal(5, SamplerCatalog.Names.Count);
    }

    [Theory]
    [InlineData("belm", .976327392027548)]
    [InlineData("o-belm", 1.15836093917061)]
    [InlineData("bdia", .892852075529609)]
    [InlineData("ddim", .990247331684772)]
    [InlineData("edict", .970439945243467)]
    public void Defaults_are_the_documented_ones(string name, double expected)
        => Assert.Equal(expected, Inverted(name, new()), 1e-12);

    [Theory]
    [InlineData("belm", .961508877367275)]
    [InlineData("o-belm", 1.15836093917061)]
    [InlineData("ddim", .979490527398477)]
    public void Settings_reach_the_sampler_that_they_concern(string name, double expected)
        => Assert.Equal(expected, Inverted(name, new() { Kappa = 0.75, InversionTimestep = DdimInversionTimestep.Destination }), 1e-12);

    [Fact]
    public void Settings_of_bdia_and_edict_reach_them_too()
    {
        Assert.Equal(
            TwoStepSampler.Bdia(_grid, 0.9).Invert([0.7], FunctionPredictor.Golden).State.Position.Span[0], Inverted("bdia", new() { Gamma = 0.9 }));
        Assert.Equal(
            new EdictSampler(_grid, 0.9, alternate: true).Invert([0.7], FunctionPredictor.Golden).State.Position.Span[0],
            Inverted("edict", new() { Mixing = 0.9, Alternate = true }));
    }

    [Fact]
    public void A_setting_changes_the_samplers_that_say_that_they_have_it_and_no_other()
    {
        Assert.All(SamplerCatalog.All, info =>
        {
            double plain = Inverted(info.Name, new());

            Assert.Equal(info.HasKappa, plain != Inverted(info.Name, new() { Kappa = 0.75 }));
            Assert.Equal(info.HasGamma, plain != Inverted(info.Name, new() { Gamma = 0.9 }));
            Assert.Equal(info.HasMixing, plain != Inverted(info.Name, new() { Mixing = 0.9 }));
            Assert.Equal(info.CanAlternate, plain != Inverted(info.Name, new() { Alternate = true }));
        });
    }

    [Fact]
    public void Fixed_point_is_for_the_two_step_samplers()
    {
        SamplerSettings settings = new() { FixedPoint = true };

        Assert.All(["bdia", "belm", "o-belm"], name => Assert.True(SamplerCatalog.Create(name, _grid, settings).IsBitExact));
        Assert.All(["ddim", "edict"], name => Assert.Throws<ArgumentException>(() => SamplerCatalog.Create(name, _grid, settings)));
    }

    [Fact]
    public void Sentences_list_the_names_that_there_are()
        => Assert.Equal(SamplerCatalog.Choices, $"{string.Join(", ", SamplerCatalog.Names.SkipLast(1))} or {SamplerCatalog.Names[^1]}");

    [Fact]
    public void Each_sampler_is_what_its_description_says()
    {
        Assert.All(SamplerCatalog.All, info =>
        {
            Sampler sampler = info.Create(_grid, new());
            Inversion inversion = sampler.Invert([0.7], FunctionPredictor.Golden, new() { RecordTrajectory = true });

            Assert.Same(info, sampler.Info);
            Assert.Equal(info.EvaluationsPerStep * _grid.Steps, inversion.Evaluations);
            Assert.Equal(info.IsTwoStep, inversion.State.Kind == StateKind.Slope);
            Assert.Equal(info.CanBeCorrected, !inversion.Trajectory!.Noises.IsEmpty);
        });
    }

    [Fact]
    public void An_unknown_name_is_answered_with_the_known_ones()
    {
        BelmException refusal = Assert.Throws<BelmException>(() => SamplerCatalog.Create("euler", _grid));

        Assert.Equal("unknown_sampler", refusal.Code);
        Assert.Contains("'euler'", refusal.Problem, StringComparison.Ordinal);
        Assert.Equal(SamplerCatalog.Names, refusal.KnownIds);
    }

    private static double Inverted(string name, SamplerSettings settings)
        => SamplerCatalog.Create(name, _grid, settings).Invert([0.7], FunctionPredictor.Golden).State.Position.Span[0];
}
