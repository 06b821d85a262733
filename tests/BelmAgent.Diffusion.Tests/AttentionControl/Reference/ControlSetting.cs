using BelmAgent.Diffusion.AttentionControl;

namespace BelmAgent.Diffusion.Tests.AttentionControl.Reference;

/// <summary>A setting of all controls, for both the edited graph and the host's loops. L is the text encoder's length.</summary>
internal sealed record ControlSetting
{
    /// <summary>Gets W₁ [L, L]: source token, target token.</summary>
    public required float[] Map { get; init; }

    /// <summary>Gets w₂ [L].</summary>
    public required float[] Keep { get; init; }

    /// <summary>Gets g of each self layer whose map is controlled.</summary>
    public required float[] Self { get; init; }

    /// <summary>Gets m of each self layer.</summary>
    public required float[] Mutual { get; init; }

    /// <summary>Gets the row that each row attends to by m; empty: the row before the last.</summary>
    public int[] Sources { get; init; } = [];

    public required float[] BlendSource { get; init; }

    public required float[] BlendTarget { get; init; }

    public static ControlSetting Off(int words, int self, int mutual) => new()
    {
        Map = new float[words * words],
        Keep = [.. Enumerable.Repeat(1f, words)],
        Self = new float[self],
        Mutual = new float[mutual],
        BlendSource = new float[words],
        BlendTarget = new float[words],
    };

    public void Apply(AttentionInputs control)
    {
        control.SetCross(Map, Keep);
        control.SetSelf(Self);
        control.SetMutual(Mutual, Sources);
        control.SetBlendWords(BlendSource, BlendTarget);
    }
}
