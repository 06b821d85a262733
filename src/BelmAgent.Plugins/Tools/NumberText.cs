using System.Globalization;

namespace BelmAgent.Plugins.Tools;

/// <summary>Reads numbers given as text, with the same rules on the command line and in a model's calls.</summary>
/// <remarks>
/// A point is the decimal separator, and there is no group separator: "1,5" could mean one and a half or fifteen. No white space, no
/// infinity. Safe to share.
/// </remarks>
public static class NumberText
{
    /// <summary>The description of the expected format of a number.</summary>
    public const string Number = "a number";

    /// <summary>The description of the expected format of an integer.</summary>
    public const string WholeNumber = "a whole number";

    /// <summary>Reads an integer: digits with an optional sign.</summary>
    /// <param name="text">The text.</param>
    /// <param name="value">The number.</param>
    /// <returns>Whether it is an integer that fits in 64 bits.</returns>
    public static bool TryWhole(string? text, out long value) => long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out value);

    /// <summary>Reads a number with optional sign, fraction and exponent.</summary>
    /// <param name="text">The text.</param>
    /// <param name="value">The number; finite.</param>
    /// <returns>Whether it is a number.</returns>
    public static bool TryNumber(string? text, out double value) =>
        double.TryParse(text, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent, CultureInfo.InvariantCulture, out value) && double.IsFinite(value);

    /// <summary>Returns the message that a value is not allowed and which values are.</summary>
    /// <param name="name">The name of the setting, such as <c>--steps</c>.</param>
    /// <param name="text">The value.</param>
    /// <param name="allowed">The allowed values, such as "a whole number from 2 to 1000".</param>
    public static string Refuse(string name, string text, string allowed) => $"{name} '{text}' is not allowed: give {allowed}.";
}
