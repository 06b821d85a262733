namespace BelmAgent.Sampling.Tests;

public sealed class MultiStepSamplerTests
{
    private static readonly GaussianMixture _field = GaussianMixture.Random(8, 3, sharpest: 0.2, seed: 1);
    private static readonly TimeGrid _grid = TimeGrid.Linspace(Cases.StableDiffusion, 10);
    private static readonly TimeGrid _equal = EqualSteps(12);

    [Fact]
    public void Two_steps_are_o_belm()
    {
        TwoStepCoefficients oBelm = TwoStepCoefficients.Kappa(_grid, 1);
        for (int i = 1; i < _grid.Steps; i++)
        {
            MultiStepCoefficients relation = MultiStepCoefficients.Create(_grid, i, 2);
            double a = oBelm.A(i);
            Assert.Equal(a, relation.A[1], 1e-12);
            Assert.Equal(1 - a, relation.A[0], 1e-12);
            Assert.Equal(-_grid.Step(i) - (a * _grid.Step(i + 1)), relation.B[0], 1e-12);
        }
    }

    [Fact]
    public void On_equal_steps_three_have_the_known_coefficients()
    {
        double h = _equal.Step(1);
        MultiStepCoefficients relation = MultiStepCoefficients.Create(_equal, 4, 3);

        Assert.All([-9, 9, 1], (expected, j) => Assert.Equal(expected, relation.A[j], 1e-6));
        Assert.All([-6 * h, -6 * h], (expected, j) => Assert.Equal(expected, relation.B[j], 1e-6));
    }

    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public void It_continues_polynomials_of_degree_2k_minus_2_and_none_above(int order)
    {
        double Defect(int degree)
        {
            MultiStepCoefficients relation = MultiStepCoefficients.Create(_grid, 3, order);
            double origin = _grid.SigmaBar(3), defect = -Math.Pow(_grid.SigmaBar(2) - origin, degree);
            for (int j = 0; j < order; j++)
            {
                double at = _grid.SigmaBar(3 + j) - origin;
                defect += relation.A[j] * Math.Pow(at, degree);
                defect += j < order - 1 && degree > 0 ? relation.B[j] * degree * Math.Pow(at, degree - 1) : 0;
            }

            return Math.Abs(defect);
        }

        Assert.All(Enumerable.Range(0, (2 * order) - 1), degree => Assert.InRange(Defect(degree), 0, 1e-9));
        Assert.InRange(Defect((2 * order) - 1), 1e-4, 1e4);
    }

    [Theory]
    [InlineData(2, 8)]
    [InlineData(3, 32)]
    public void Halving_the_step_divides_the_local_error_by_its_order(int order, double ratio)
    {
        GaussianMixture field = GaussianMixture.Random(8, 1, sharpest: 0.6, seed: 1);
        double LocalError(double h)
        {
            TimeGrid grid = AtSigmaBars([.. Enumerable.Range(0, order + 1).Select(j => 1 + (j * h))]);
            double[] top = new Gauss(3).Vector(8);
            double[][] states = [.. Enumerable.Range(1, order + 1).Select(node => Exactly.Solve(field, top, grid[order + 1], grid[node]))];
            MultiStepCoefficients relation = MultiStepCoefficients.Create(grid, 2, order);
            double[] defect = [.. states[0].Select(x => -x / grid[1].Alpha)], noise = new double[8];
            for (int j = 0; j < order; j++)
            {
                TimeNode node = grid[2 + j];
                field.Predict(states[1 + j], node, noise, CancellationToken.None);
                for (int d = 0; d < defect.Length; d++)
                {
                    defect[d] += (relation.A[j] * states[1 + j][d] / node.Alpha) + (j < order - 1 ? relation.B[j] * noise[d] : 0);
                }
            }

            return Math.Sqrt(Cases.MeanSquare(defect, new double[8]));
        }

        Assert.Equal(1, LocalError(0.1) / LocalError(0.05) / ratio, 0.25);
    }

    [Theory]
    [InlineData(3, 1)]
    [InlineData(3, 2)]
    [InlineData(3, 5)]
    [InlineData(4, 3)]
    [InlineData(4, 5)]
    public void In_few_steps_the_way_back_is_exact(int order, int last)
    {
        MultiStepSampler sampler = new(TimeGrid.LogSnr(Cases.StableDiffusion, 5), order);
        double[] clean = _field.Draw(new(2)), back = new double[clean.Length];

        Inversion inversion = sampler.Invert(clean, _field, new() { LastNode = last });
        int calls = sampler.Sample(inversion.State, _field, back);

        Assert.Equal(last, inversion.Evaluations);
        Assert.Equal(last < order ? 0 : last - 1, calls);
        Assert.InRange(Cases.MeanSquare(clean, back), 0, 1e-12);
    }

    [Fact]
    public void On_equal_steps_sampling_magnifies_a_perturbation_tenfold_a_step()
    {
        static double Growth(TimeGrid grid) => new MultiStepSampler(grid, 3).Growth!.Factor;

        Assert.Equal(5 + Math.Sqrt(24), Growth(EqualSteps(12)) / Growth(EqualSteps(11)), 0.01);
    }

    [Fact]
    public void It_generates_and_stands_in_the_catalogue_as_belm()
    {
        Sampler sampler = SamplerCatalog.Create("belm", _grid, new() { Order = 3 });
        double[] clean = new double[1];

        Assert.Equal("belm", Assert.IsType<MultiStepSampler>(sampler).Name);
        Assert.True(sampler.IsExact);
        Assert.Equal(10, sampler.Generate([0.3], FunctionPredictor.Golden, clean));
        Assert.True(double.IsFinite(clean[0]));
        Assert.IsType<TwoStepSampler>(SamplerCatalog.Create("belm", _grid));
        Assert.Throws<ArgumentException>(() => SamplerCatalog.Create("belm", _grid, new() { Order = 3, FixedPoint = true }));
        Assert.Throws<ArgumentOutOfRangeException>(() => SamplerCatalog.Create("belm", _grid, new() { Order = 1 }));
        Assert.Throws<ArgumentException>(() => sampler.Sample(SamplerState.WithSlope(3, new double[1], new double[1]), FunctionPredictor.Golden, clean));
    }

    [Fact]
    public void A_state_whose_neighbours_do_not_fit_is_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => SamplerState.WithNeighbours(3, new double[2], new double[3]));
        Assert.Throws<ArgumentOutOfRangeException>(() => SamplerState.WithNeighbours(3, new double[2], default));
    }

    private static TimeGrid EqualSteps(int steps) => AtSigmaBars([.. Enumerable.Range(1, steps).Select(i => (double)i)]);

    private static TimeGrid AtSigmaBars(double[] sigmaBars)
    {
        static double Timestep(double sigmaBar)
        {
            double low = 0, high = 999;
            for (int k = 0; k < 60; k++)
            {
                double middle = (low + high) / 2;
                (low, high) = TimeGrid.FromTimesteps(Cases.StableDiffusion, [middle]).SigmaBar(1) < sigmaBar ? (middle, high) : (low, middle);
            }

            return low;
        }

        return TimeGrid.FromTimesteps(Cases.StableDiffusion, [.. sigmaBars.Select(Timestep)]);
    }
}
