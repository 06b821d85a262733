namespace BelmAgent.Editing.Plans;

/// <summary>A setting lies outside what is allowed.</summary>
/// <param name="setting">Name of the setting, as in the plan's JSON.</param>
/// <param name="value">The value asked for.</param>
/// <param name="allowed">The allowed range, in words.</param>
public sealed class LimitExceededException(string setting, object? value, string allowed)
    : BelmException("limit_exceeded", ErrorKind.LimitExceeded, FormattableString.Invariant($"{setting} = {value} is not allowed"), $"give {allowed}")
{
    /// <summary>Name of the setting.</summary>
    public string Setting { get; } = setting;

    /// <summary>The value asked for.</summary>
    public object? Value { get; } = value;

    /// <summary>The allowed range, in words.</summary>
    public string Allowed { get; } = allowed;
}
