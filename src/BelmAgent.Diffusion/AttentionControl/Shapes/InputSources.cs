namespace BelmAgent.Diffusion.AttentionControl.Shapes;

/// <summary>Graph inputs that a tensor's data comes from.</summary>
[Flags]
internal enum InputSources
{
    /// <summary>Weights and constants alone.</summary>
    None = 0,

    /// <summary><c>sample</c>.</summary>
    Sample = 1,

    /// <summary><c>encoder_hidden_states</c>.</summary>
    Text = 2,

    /// <summary>Any other.</summary>
    Other = 4,
}
