using System.Globalization;

namespace BelmAgent.Plugins.Tools;

/// <summary>Reads numbers that are given as text, by the same rules on the command line and in a model's calls.</summary>
/// <remarks>
/// A point separates the fraction, and nothing separates groups: of "1,5" nobody knows whether it is one and a half or fifteen. No white
/// space, no infinity. Safe to share.
/// </remarks>
public static class NumberText
{
    /// <summary>What to give for a number.</summary>
    public const string Number = "a number";

    /// <summary>What to give for a whole number.</summary>
    public const string WholeNumber = "a whole number";

    /// <summary>Reads a whole number: digits, with a sign if need be.</summary>
    /// <param name="text">The text.</param>
    /// <param name="value">The number.</param>
    /// <returns>Whether it is one that 64 bits hold.</returns>
    public static bool TryWhole(string? text, out long value) => long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out value);

    /// <summary>Reads a number, which may have a sign, a fraction and an exponent.</summary>
    /// <param name="text">The text.</param>
    /// <param name="value">The number; finite.</param>
    /// <returns>Whether it is one.</returns>
    public static bool TryNumber(string? text, out double value) =>
        double.TryParse(text, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent, CultureInfo.InvariantCulture, out value) && double.IsFinite(value);

    /// <summary>Says that a value is not allowed, and what is.</summary>
    /// <param name="name">What it was given for, such as <c>--steps</c>.</param>
    /// <param name="text">The value.</param>
    /// <param name="allowed">What to give, such as "a whole number from 2 to 1000".</param>
    public static string Refuse(string name, string text, string allowed) => $"{name} '{text}' is not allowed: give {allowed}.";
}
