namespace BelmAgent.Editing.Inversions;

/// <summary>In what an inversion can differ from what it is to be used with.</summary>
public enum InversionAspect
{
    /// <summary>The model's files.</summary>
    Model,

    /// <summary>The time grid.</summary>
    Grid,

    /// <summary>The shape of the latent.</summary>
    LatentShape,
}
