namespace BelmAgent.Host.Failures;

/// <summary>The exit codes of the process.</summary>
internal static class ExitCodes
{
    public const int Done = 0;

    /// <summary>A defect of the app itself.</summary>
    public const int Unexpected = 1;

    /// <summary>Bad usage or input.</summary>
    public const int BadInput = 2;

    /// <summary>The model, the device or another part of the machine cannot be used.</summary>
    public const int NotUsable = 3;

    /// <summary>Refused by a limit, or not approved.</summary>
    public const int Refused = 4;

    /// <summary>The check of an edit did not pass, and <c>--strict</c> was given; or not all rows of a batch succeeded.</summary>
    public const int NotPassed = 5;

    public const int Cancelled = 130;

    /// <summary>Gets the exit code of a kind of failure.</summary>
    public static int For(ErrorKind kind) => kind switch
    {
        ErrorKind.InvalidInput or ErrorKind.NotFound => BadInput,
        ErrorKind.LimitExceeded or ErrorKind.Refused => Refused,
        ErrorKind.Unavailable or ErrorKind.NotUsable => NotUsable,
        _ => Unexpected,
    };
}
