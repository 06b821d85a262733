namespace BelmAgent.Sampling.Tests;

/// <summary>One explicit two-step update in state space, as the papers write it: new = Known·x_known + Here·x_i + Noise·ε(x_i, t_i).</summary>
/// <param name="Known">Coefficient of the neighbour already known: x_{i+1} while sampling, x_{i−1} while inverting.</param>
/// <param name="Here">Coefficient of x_i.</param>
/// <param name="Noise">Coefficient of ε(x_i, t_i).</param>
internal readonly record struct StateSpaceStep(double Known, double Here, double Noise)
{
    /// <summary>From x_{i+1} and x_i to x_{i−1}; with κ = 1 the paper's equation 18.</summary>
    public static StateSpaceStep Sampling(TimeGrid grid, TwoStepCoefficients coefficients, int i)
    {
        double alpha = grid[i - 1].Alpha;
        return new(
            coefficients.A(i) * alpha / grid[i + 1].Alpha,
            (1 - coefficients.A(i)) * alpha / grid[i].Alpha,
            -(grid.Step(i) + (coefficients.A(i) * grid.Step(i + 1))) * alpha);
    }

    /// <summary>From x_{i−1} and x_i to x_{i+1}; with κ = 1 the paper's equation 19.</summary>
    public static StateSpaceStep Inverting(TimeGrid grid, TwoStepCoefficients coefficients, int i)
    {
        double alpha = grid[i + 1].Alpha;
        return new(
            alpha / grid[i - 1].Alpha / coefficients.A(i),
            (1 - (1 / coefficients.A(i))) * alpha / grid[i].Alpha,
            ((grid.Step(i) / coefficients.A(i)) + grid.Step(i + 1)) * alpha);
    }
}
