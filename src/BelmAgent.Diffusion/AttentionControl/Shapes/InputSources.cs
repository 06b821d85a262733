namespace BelmAgent.Diffusion.AttentionControl.Shapes;

/// <summary>Graph inputs from which a tensor's data is computed.</summary>
[Flags]
internal enum InputSources
{
    /// <summary>Only weights and constants.</summary>
    None = 0,

    /// <summary><c>sample</c>.</summary>
    Sample = 1,

    /// <summary><c>encoder_hidden_states</c>.</summary>
    Text = 2,

    /// <summary>Any other input.</summary>
    Other = 4,
}
