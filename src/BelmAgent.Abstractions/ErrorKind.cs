namespace BelmAgent;

/// <summary>The kind of a failure, from which the exit code follows, and whether another try makes sense.</summary>
public enum ErrorKind
{
    /// <summary>The input, or a file that it names, cannot be used as it is; other input may do.</summary>
    InvalidInput,

    /// <summary>There is nothing of the name that was given; another name may do.</summary>
    NotFound,

    /// <summary>A value lies outside the allowed range; one within it will do.</summary>
    LimitExceeded,

    /// <summary>Somebody or some rule refused; trying again changes nothing.</summary>
    Refused,

    /// <summary>Something outside gave no usable answer; the same call may do later.</summary>
    Unavailable,

    /// <summary>The model, the device or something else of the machine cannot be used before somebody sees to it.</summary>
    NotUsable,
}
