namespace BelmAgent.Diffusion.PromptToPrompt;

/// <summary>The steps at which something is shared: from <paramref name="Start"/> to <paramref name="End"/>, counted from the noisy end.</summary>
/// <param name="Start">Share of the steps before it opens, 0 to 1.</param>
/// <param name="End">Share of the steps after which it is closed, 0 to 1; if not above <paramref name="Start"/>, it never opens.</param>
/// <param name="Ramp">
/// Share of the steps over which it opens and closes linearly, around <paramref name="Start"/> and <paramref name="End"/>; 0 means at
/// once. A two-step sampler needs a ramp: an abrupt change excites its parasitic mode.
/// </param>
public readonly record struct AttentionWindow(double Start, double End, double Ramp = 0)
{
    private const double Rounding = 1e-9;

    /// <summary>Gets a window that is never open.</summary>
    public static AttentionWindow Never => default;

    /// <summary>Gets whether it is open at no step.</summary>
    public bool IsNever => End <= Start;

    /// <summary>Returns how far the window is open at a step.</summary>
    /// <param name="step">The step, 0 (noisiest) to <paramref name="steps"/> − 1.</param>
    /// <param name="steps">Total number of steps.</param>
    /// <returns>0 to 1.</returns>
    public double Weight(int step, int steps)
    {
        if (IsNever)
        {
            return 0;
        }

        // There is no ramp at the ends of the run itself.
        var opened = Start <= 0 ? 1 : Edge(step, Start, steps);
        var closed = End >= 1 ? 0 : Edge(step, End, steps);
        return Math.Max(0, opened - closed);
    }

    // 0 before the edge, 1 after it.
    private double Edge(int step, double at, int steps)
    {
        var width = Ramp * steps;
        var edge = Math.Floor((at * steps) + Rounding);
        return width <= 1 ? (step >= edge ? 1 : 0) : Math.Clamp(((step + 0.5 - edge) / width) + 0.5, 0, 1);
    }
}
