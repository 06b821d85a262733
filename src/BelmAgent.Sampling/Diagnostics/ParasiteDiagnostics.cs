namespace BelmAgent.Sampling;

/// <summary>Measures of the parasitic mode in a trajectory, in which successive slopes alternate.</summary>
/// <param name="Alternation">
/// Root mean square of (v_{i−1} − 2·v_i + v_{i+1})/4, v_i = (x̄_i − x̄_{i−1})/h_i: the amplitude of a slope that flips its sign each
/// step; 0 for a slope that changes evenly. NaN for fewer than three steps.
/// </param>
/// <param name="Defect">
/// Root mean square of v_i + v_{i+1} − 2·ε_i: the distance of the slopes around a node from the noise at it. Identically 0 for κ = ½,
/// where this is the sampler's own relation. NaN without recorded noise, or for fewer than two steps.
/// </param>
/// <remarks>Both are in units of ε, over all elements and all inner nodes.</remarks>
public readonly record struct ParasiteDiagnostics(double Alternation, double Defect)
{
    /// <summary>Measures a trajectory.</summary>
    /// <param name="trajectory">The path of an inversion.</param>
    /// <param name="grid">The grid on which it was made.</param>
    /// <exception cref="ArgumentOutOfRangeException">The trajectory is longer than the grid.</exception>
    public static ParasiteDiagnostics Measure(Trajectory trajectory, TimeGrid grid)
    {
        ArgumentNullException.ThrowIfNull(trajectory);
        ArgumentNullException.ThrowIfNull(grid);
        grid.ThrowIfNoNode(trajectory.LastNode, least: 1);
        double alternation = 0, defect = 0;
        for (var k = 0; k < trajectory.Dimension; k++)
        {
            double below = double.NaN, here = Slope(1, k);
            for (var i = 1; i < trajectory.LastNode; i++)
            {
                var above = Slope(i + 1, k);
                alternation += i == 1 ? 0 : Square((below - (2 * here) + above) / 4);
                defect += trajectory.HasNoise(i) ? Square(here + above - (2 * trajectory.Noise(i)[k])) : double.NaN;
                (below, here) = (here, above);
            }
        }

        return new(
            Math.Sqrt(alternation / (Math.Max(0, trajectory.LastNode - 2) * trajectory.Dimension)),
            Math.Sqrt(defect / ((trajectory.LastNode - 1) * trajectory.Dimension)));

        double Position(int i, int k) => trajectory.State(i)[k] / grid[i].Alpha;
        double Slope(int i, int k) => (Position(i, k) - Position(i - 1, k)) / grid.Step(i);
        static double Square(double value) => value * value;
    }
}
