namespace BelmAgent.Editing.Inversions;

/// <summary>An inversion does not belong to the model, grid or latent that it is to be used with.</summary>
public sealed class InversionMismatchException : BelmException
{
    /// <summary>Creates the error.</summary>
    /// <param name="inversionId">The inversion.</param>
    /// <param name="aspect">The difference.</param>
    /// <param name="expected">The value that the inversion was made with.</param>
    /// <param name="actual">The value that it was to be used with.</param>
    public InversionMismatchException(string inversionId, InversionAspect aspect, string expected, string actual)
        : base("inversion_mismatch", ErrorKind.InvalidInput, $"Inversion '{inversionId}' was made with another {Name(aspect)} ({expected}, not {actual})", RemedyFor(aspect))
    {
        (InversionId, Aspect, Expected, Actual) = (inversionId, aspect, expected, actual);
    }

    /// <summary>The inversion.</summary>
    public string InversionId { get; }

    /// <summary>Gets the difference.</summary>
    public InversionAspect Aspect { get; }

    /// <summary>Gets the value that the inversion was made with.</summary>
    public string Expected { get; }

    /// <summary>Gets the value that it was to be used with.</summary>
    public string Actual { get; }

    private static string Name(InversionAspect aspect) => aspect switch
    {
        InversionAspect.Model => "model",
        InversionAspect.Grid => "time grid",
        _ => "latent shape",
    };

    private static string RemedyFor(InversionAspect aspect) => aspect switch
    {
        InversionAspect.Model => "choose that model or invert the image again",
        InversionAspect.Grid => "use its number of steps and spacing or invert the image again",
        _ => "use that size or invert the image again",
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
