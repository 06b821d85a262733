namespace BelmAgent.Diffusion.PromptToPrompt;

/// <summary>The steps in which something is shared: from <paramref name="Start"/> to <paramref name="End"/>, counted from the noisy end.</summary>
/// <param name="Start">Share of the steps before it opens, 0 to 1.</param>
/// <param name="End">Share of the steps after which it is closed, 0 to 1; not above <paramref name="Start"/>: never open.</param>
/// <param name="Ramp">
/// Share of the steps over which it opens and closes linearly, around <paramref name="Start"/> and <paramref name="End"/>; 0 is at
/// once. A two-step sampler needs a ramp: a field that changes abruptly excites its parasitic mode.
/// </param>
public readonly record struct AttentionWindow(double Start, double End, double Ramp = 0)
{
    private const double Rounding = 1e-9;

    /// <summary>Never open.</summary>
    public static AttentionWindow Never => default;

    /// <summary>Gets whether it is open at no step.</summary>
    public bool IsNever => End <= Start;

    /// <summary>Returns how far it is open.</summary>
    /// <param name="step">The step, 0 (noisiest) to <paramref name="steps"/> − 1.</param>
    /// <param name="steps">Steps in all.</param>
    /// <returns>0 to 1.</returns>
    public double Weight(int step, int steps)
    {
        if (IsNever)
        {
            return 0;
        }

        // Ends that are the run's own ends are not ramped.
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
