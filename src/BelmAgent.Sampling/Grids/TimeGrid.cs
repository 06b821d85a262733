using System.Runtime.CompilerServices;

namespace BelmAgent.Sampling;

/// <summary>The nodes 0 … N of a sampler: node 0 is the clean picture, node N the noise that it starts from.</summary>
/// <remarks>
/// σ̄ increases strictly with the index, so every step h_i = σ̄_i − σ̄_{i−1} is positive. A grid with a zero step cannot be built: the
/// two-step relation would divide by it. Immutable and safe to share between threads.
/// </remarks>
public sealed partial class TimeGrid
{
    private readonly TimeNode[] _nodes;

    private TimeGrid(NoiseSchedule schedule, TimeNode[] nodes)
    {
        (Schedule, _nodes) = (schedule, nodes);
        for (var i = 1; i < nodes.Length; i++)
        {
            if (!double.IsFinite(SigmaBar(i)))
            {
                throw Invalid(i, nodes[i].Timestep, "it holds no signal, so σ/α is not finite");
            }

            if (!(Step(i) > 0))
            {
                throw Invalid(
                    i, nodes[i].Timestep, $"σ̄ must grow, but is {SigmaBar(i)} after {SigmaBar(i - 1)} at timestep {nodes[i - 1].Timestep}");
            }
        }
    }

    /// <summary>Gets the training schedule that the nodes were taken from.</summary>
    public NoiseSchedule Schedule { get; }

    /// <summary>Gets the number of steps N; nodes run from 0 to N.</summary>
    public int Steps => _nodes.Length - 1;

    /// <summary>Gets node i.</summary>
    /// <param name="i">0 to N.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such node.</exception>
    public TimeNode this[int i]
    {
        get
        {
            ThrowIfNoNode(i, least: 0);
            return _nodes[i];
        }
    }

    /// <summary>Gets the noise-to-signal ratio σ̄_i.</summary>
    /// <param name="i">0 to N.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such node.</exception>
    public double SigmaBar(int i) => this[i].SigmaBar;

    /// <summary>Gets the step h_i = σ̄_i − σ̄_{i−1} &gt; 0.</summary>
    /// <param name="i">1 to N.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such step.</exception>
    public double Step(int i)
    {
        ThrowIfNoNode(i, least: 1);
        return SigmaBar(i) - SigmaBar(i - 1);
    }

    /// <summary>
    /// Returns the node from which an edit of a given strength starts: round(strength·N), but at least 2 if the grid has two nodes
    /// above 0.
    /// </summary>
    /// <param name="strength">Share of the way to noise, in (0, 1].</param>
    /// <remarks>From node 1 a two-step sampler returns the stored picture without calling the network, so nothing could be edited.</remarks>
    /// <exception cref="ArgumentOutOfRangeException">The strength is not in (0, 1].</exception>
    public int NodeForStrength(double strength)
    {
        if (strength is not (> 0 and <= 1))
        {
            throw new ArgumentOutOfRangeException(nameof(strength), strength, "Strength must lie in (0, 1].");
        }

        return Math.Max((int)Math.Round(strength * Steps, MidpointRounding.ToEven), Math.Min(2, Steps));
    }

    /// <summary>Returns a point between two nodes, for the inner stages of a start rule: σ̄ is interpolated; α and t follow from it.</summary>
    internal TimeNode Between(int from, int to, double fraction)
        => fraction switch
        {
            0 => this[from],
            1 => this[to],
            _ => AtSigmaBar(Schedule, from, double.Lerp(SigmaBar(from), SigmaBar(to), fraction)),
        };

    internal void ThrowIfNoNode(int node, int least, [CallerArgumentExpression(nameof(node))] string? name = null)
    {
        if (node < least || node > Steps)
        {
            throw new ArgumentOutOfRangeException(name, node, $"The grid's index runs from {least} to {Steps} here.");
        }
    }
}

/// <summary>The meaning of node 0 of a <see cref="TimeGrid"/>.</summary>
public enum CleanNode
{
    /// <summary>
    /// The noiseless picture: α = 1, σ = 0. The network was not trained on it and is given timestep 1, as in the code of BELM's
    /// authors.
    /// </summary>
    AlphaOne,

    /// <summary>The first training step: α² = ᾱ₀, timestep 0; diffusers' <c>set_alpha_to_one: false</c>.</summary>
    FirstTrainingStep,
}

/// <summary>A node of a <c>TimeGrid</c>: a point on the diffusion's noise axis at which the network is called.</summary>
/// <param name="Index">Position on the grid: 0 is the clean picture, N is pure noise.</param>
/// <param name="Timestep">The timestep given to the network, in training steps; fractions are allowed.</param>
/// <param name="Alpha">Signal scale α, in (0, 1]: the state is x = α·x̄.</param>
/// <param name="Sigma">Noise scale σ, in [0, 1): σ² = 1 − α² except at the clean node, where α = 1 and σ = 0.</param>
/// <remarks>An immutable value; safe to share between threads.</remarks>
public readonly record struct TimeNode(int Index, double Timestep, double Alpha, double Sigma)
{
    /// <summary>Gets the noise-to-signal ratio σ̄ = σ/α, the time of the diffusion ODE dx̄/dσ̄ = ε.</summary>
    public double SigmaBar => Sigma / Alpha;
}
