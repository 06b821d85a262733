namespace BelmAgent.Sampling.Tests;

public sealed class StartRuleTests
{
    private static readonly TimeGrid _grid = TimeGrid.Trailing(Cases.StableDiffusion, 20);

    [Theory]
    [InlineData(StartRule.Ddim, 0)]
    [InlineData(StartRule.Heun, 1)]
    [InlineData(StartRule.RungeKutta4, 3)]
    public void A_start_rule_costs_its_stages(StartRule rule, int extra)
    {
        FunctionPredictor field = FunctionPredictor.Golden;
        TwoStepSampler sampler = TwoStepSampler.OBelm(_grid);

        Assert.Equal(20 + extra, sampler.Invert([0.7], field, new() { Start = rule }).Evaluations);
        Assert.Equal(20 + extra, field.Calls);
        Assert.Equal(20 + extra, sampler.StartingWith(rule).Generate([0.3], field, new double[1]));
        Assert.Equal(20 + extra, sampler.StartingWith(rule).InFixedPoint().Generate([0.3], field, new double[1]));
        Assert.True(sampler.InFixedPoint().StartingWith(rule).IsBitExact);
    }

    [Theory]
    [InlineData(StartRule.Heun, 1)]
    [InlineData(StartRule.RungeKutta4, 3)]
    public void A_start_rule_integrates_a_power_of_the_noise_level_without_error(StartRule rule, int power)
    {
        FunctionPredictor field = new((_, node) => Math.Pow(node.SigmaBar, power));
        double reached = TwoStepSampler.OBelm(_grid).Invert([0], field, new() { LastNode = 1, Start = rule }).State.Position.Span[0];

        Assert.Equal(_grid[1].Alpha * Math.Pow(_grid.SigmaBar(1), power + 1) / (power + 1), reached, 1e-15);
    }

    [Fact]
    public void A_higher_rule_makes_a_better_first_step_in_either_direction()
    {
        GaussianMixture field = GaussianMixture.Random(16, 4, sharpest: 0.2, seed: 3);
        double[] clean = field.Draw(new(1)), noise = new Gauss(2).Vector(16);
        double[] up = Exactly.Solve(field, clean, _grid[0], _grid[1]), down = Exactly.Solve(field, noise, _grid[20], _grid[19]);
        double[] upErrors = [.. Enum.GetValues<StartRule>().Select(rule => Cases.MeanSquare(up, FirstUp(rule)))];
        double[] downErrors = [.. Enum.GetValues<StartRule>().Select(rule => Cases.MeanSquare(down, FirstDown(rule)))];

        Assert.True(upErrors[1] < upErrors[0] / 4 && upErrors[2] < upErrors[1] / 4, string.Join(" ", upErrors));
        Assert.True(downErrors[1] < downErrors[0] / 4 && downErrors[2] < downErrors[1] / 4, string.Join(" ", downErrors));

        double[] FirstUp(StartRule rule)
            => TwoStepSampler.OBelm(_grid).Invert(clean, field, new() { LastNode = 1, Start = rule }).State.Position.ToArray();

        double[] FirstDown(StartRule rule)
        {
            StateListener second = new(step: 2);
            TwoStepSampler.OBelm(_grid).StartingWith(rule).Generate(noise, field, new double[16], second);
            return second.State;
        }
    }

    [Fact]
    public void The_inner_stages_ask_at_a_fractional_timestep_inside_the_step()
    {
        List<double> asked = [];
        FunctionPredictor field = new((x, node) =>
        {
            asked.Add(node.Timestep);
            return Math.Sin(x);
        });

        TwoStepSampler.OBelm(_grid).Invert([0.7], field, new() { LastNode = 1, Start = StartRule.RungeKutta4 });

        Assert.Equal(4, asked.Count);
        Assert.Equal((1, 49), (asked[0], asked[3]));
        Assert.Equal(asked[1], asked[2]);
        Assert.InRange(asked[1], 2, 48);
        Assert.Equal(_grid.SigmaBar(1) / 2, Cases.StableDiffusion.SigmaBar(asked[1]), 1e-12);
    }

    /// <summary>
    /// BELM's code once began with x₁ = (α₁/α₀)·x₀ + σ₁·1, without the noise. The round trip stays exact, so only the inverted noise
    /// reveals it.
    /// </summary>
    [Theory]
    [InlineData(20)]
    [InlineData(50)]
    public void A_first_step_that_forgets_the_noise_shows_in_the_mean_of_the_noise(int steps)
    {
        TimeGrid grid = TimeGrid.Linspace(Cases.StableDiffusion, steps);
        TwoStepSampler sampler = TwoStepSampler.OBelm(grid);
        GaussianMixture field = GaussianMixture.Random(64, 8, sharpest: 0.2, seed: 1);
        double[][] pictures = [.. Enumerable.Range(0, 64).Select(seed => field.Draw(new(seed)))];

        Assert.InRange(Mean(clean => Inverted(clean, Predicted(clean))), -0.1, 0.1);
        Assert.NotInRange(Mean(clean => Inverted(clean, [.. clean.Select(_ => 1.0)])), -0.1, 0.1);

        double Mean(Func<double[], SamplerState> invert)
            => pictures.Average(clean => NoiseDiagnostics.Measure(invert(clean).Position.Span).Mean);

        double[] Predicted(double[] clean)
        {
            double[] noise = new double[clean.Length];
            field.Predict(clean, grid[0], noise, default);
            return noise;
        }

        SamplerState Inverted(double[] clean, double[] firstNoise)
        {
            double[] state = new double[clean.Length], noise = new double[clean.Length];
            TwoStepWalk<double, Real> walk = sampler.Begin<double, Real>(clean, firstNoise);
            walk.Climb();
            while (walk.Node < steps)
            {
                walk.Read(state);
                field.Predict(state, grid[walk.Node], noise, default);
                walk.Reflect(noise);
                walk.Climb();
            }

            return walk.ToState();
        }
    }

    private sealed class StateListener(int step) : IProgress<SamplingProgress>
    {
        public double[] State { get; private set; } = [];

        public void Report(SamplingProgress value) => State = value.Step == step ? value.State.ToArray() : State;
    }
}
