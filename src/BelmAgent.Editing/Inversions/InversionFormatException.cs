namespace BelmAgent.Editing.Inversions;

/// <summary>A file is not a readable inversion.</summary>
public sealed class InversionFormatException : BelmException
{
    /// <summary>Creates the error.</summary>
    /// <param name="fault">The kind of fault.</param>
    /// <param name="detail">The finding: a clause without a full stop.</param>
    /// <param name="source">Path or name of the file, if known.</param>
    /// <param name="inner">The parser's exception, if any.</param>
    public InversionFormatException(InversionFault fault, string detail, string? source, Exception? inner = null)
        : base(
            "not_an_inversion", ErrorKind.InvalidInput, $"{(source is null ? "The file" : $"'{source}'")} is not a readable inversion ({detail})", "invert the image again", inner)
    {
        (Fault, Detail, FileSource) = (fault, detail, source);
        SafeProblem = $"The file is not a readable inversion ({detail})";
    }

    /// <summary>Gets the kind of fault.</summary>
    public InversionFault Fault { get; }

    /// <summary>Gets the finding: a clause without a full stop.</summary>
    public string Detail { get; }

    /// <summary>Gets the path or name of the file; null if unknown.</summary>
    public string? FileSource { get; }
}

/// <summary>The reason why a file could not be read as an inversion.</summary>
public enum InversionFault
{
    /// <summary>The file ends within its header or its tensors.</summary>
    Truncated,

    /// <summary>The header is longer than the format allows (100 MB).</summary>
    HeaderTooLong,

    /// <summary>The header is not the JSON that the format requires.</summary>
    InvalidHeader,

    /// <summary>A tensor has a type other than F64, F32 or I64.</summary>
    UnknownType,

    /// <summary>Tensors overlap, leave gaps, extend beyond the file, or do not have the length that follows from their shape.</summary>
    InvalidOffsets,

    /// <summary>The file contains tensors but no inversion: its metadata or a tensor is missing or does not fit the others.</summary>
    NotAnInversion,

    /// <summary>The file was written by a later version of the app.</summary>
    LaterVersion,
}
