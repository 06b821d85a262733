namespace BelmAgent.Editing.Inversions;

/// <summary>An inversion does not belong to the model, grid or latent that it is to be used with.</summary>
public sealed class InversionMismatchException : BelmException
{
    /// <summary>Creates the error.</summary>
    /// <param name="inversionId">The inversion.</param>
    /// <param name="aspect">What differs.</param>
    /// <param name="expected">What the inversion was made with.</param>
    /// <param name="actual">What it is to be used with.</param>
    public InversionMismatchException(string inversionId, InversionAspect aspect, string expected, string actual)
        : base("inversion_mismatch", ErrorKind.InvalidInput, $"Inversion '{inversionId}' was made with another {Name(aspect)} ({expected}, not {actual})", RemedyFor(aspect))
    {
        (InversionId, Aspect, Expected, Actual) = (inversionId, aspect, expected, actual);
    }

    /// <summary>The inversion.</summary>
    public string InversionId { get; }

    /// <summary>What differs.</summary>
    public InversionAspect Aspect { get; }

    /// <summary>What the inversion was made with.</summary>
    public string Expected { get; }

    /// <summary>What it is to be used with.</summary>
    public string Actual { get; }

    private static string Name(InversionAspect aspect) => aspect switch
    {
        InversionAspect.Model => "model",
        InversionAspect.Grid => "time grid",
        _ => "latent shape",
    };

    private static string RemedyFor(InversionAspect aspect) => aspect switch
    {
        InversionAspect.Model => "choose that model or invert the picture again",
        InversionAspect.Grid => "use its number of steps and spacing or invert the picture again",
        _ => "use that size or invert the picture again",
    };
}

/// <summary>An aspect in which an inversion can differ from its intended use.</summary>
public enum InversionAspect
{
    /// <summary>The model's files.</summary>
    Model,

    /// <summary>The time grid.</summary>
    Grid,

    /// <summary>The shape of the latent.</summary>
    LatentShape,
}
