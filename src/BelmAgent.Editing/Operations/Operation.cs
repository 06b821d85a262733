namespace BelmAgent.Editing.Operations;

/// <summary>How far an operation reaches, and so what the audit keeps of it.</summary>
public enum OperationKind
{
    /// <summary>Finds or opens something by its id: not recorded.</summary>
    Find,

    /// <summary>Reads, describes or decides: recorded when it ends.</summary>
    Read,

    /// <summary>Makes or changes something: recorded before it begins and again when it ends, and not begun when it cannot be recorded.</summary>
    Change,
}

/// <summary>An argument of an operation, as the audit and traces may need it.</summary>
/// <param name="Name">Its name, as kernel functions spell it, such as <c>image_id</c>.</param>
/// <param name="Value">A text, a number, a truth value or a plan; null where it was left open.</param>
/// <param name="IsWords">Whether it is the user's own words or a path: recorded and traced only when the options ask for words.</param>
/// <param name="Tag">The tag of the operation's span that shows it, one of <see cref="BelmTags"/>. Default: none.</param>
public sealed record OperationArgument(string Name, object? Value, bool IsWords = false, string? Tag = null);

/// <summary>Something that can be asked of the domain: its name, what it does, and its arguments, stated once.</summary>
/// <remarks>Immutable; belongs to one call.</remarks>
/// <param name="Name">The name, that of the kernel function where there is one, such as <c>edit_image</c>.</param>
/// <param name="Kind">How far it reaches.</param>
public sealed record Operation(string Name, OperationKind Kind)
{
    /// <summary>The arguments, in the order in which the audit shows them. Default: none.</summary>
    public IReadOnlyList<OperationArgument> Arguments { get; init; } = [];

    /// <summary>Bytes that come with it, such as an upload; never recorded. Default: none.</summary>
    public Stream? Content { get; init; }

    /// <summary>Name of its span. Default: null, no span, for what does not use the model.</summary>
    public string? Span { get; init; }

    /// <summary>Whether it makes an image, and so counts against the <see cref="TurnBudget"/>. Default: false.</summary>
    public bool MakesImage { get; init; }

    /// <summary>Whether it is an edit, measured by <c>belm.edit.*</c>. Default: false.</summary>
    public bool IsEdit { get; init; }

    /// <summary>Obtains the approval that it needs, before it begins. Default: null, it needs none.</summary>
    public Func<CancellationToken, Task<EditApproval>>? Approve { get; init; }

    /// <summary>Gets the value of an argument.</summary>
    /// <typeparam name="T">Its type.</typeparam>
    /// <param name="name">Its name.</param>
    /// <returns>The value; the default of <typeparamref name="T"/> where it was left open or is no argument of the operation.</returns>
    /// <exception cref="InvalidCastException">It is of another type.</exception>
    public T? Get<T>(string name) => Arguments.FirstOrDefault(argument => argument.Name == name)?.Value is { } value ? (T)value : default;
}
