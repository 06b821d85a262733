namespace BelmAgent.Editing.Inversions;

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
