namespace BelmAgent.Editing.Inversions;

/// <summary>Element types of stored tensors; the names are the format's own.</summary>
public enum SafetensorsType
{
    /// <summary>32-bit floating point.</summary>
    F32,

    /// <summary>64-bit floating point.</summary>
    F64,

    /// <summary>64-bit signed integer.</summary>
    I64,
}
