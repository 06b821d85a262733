namespace BelmAgent.Editing.Inversions;

/// <summary>An aspect in which an inversion can differ from its intended use.</summary>
public enum InversionAspect
{
    /// <summary>Gets the model's files.</summary>
    Model,

    /// <summary>The time grid.</summary>
    Grid,

    /// <summary>The shape of the latent.</summary>
    LatentShape,
}
