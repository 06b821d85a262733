using System.Globalization;
using System.Text.Json;
using BelmAgent.Planning.Text;
using BelmAgent.Plugins.Results;
using Microsoft.SemanticKernel;

namespace BelmAgent.Plugins.Tools;

/// <summary>Converts a model's arguments to the types of a function's parameters, or describes what is wrong with them.</summary>
internal static class ToolArguments
{
    // A model's invalid value may be long.
    private const int ShownLength = 40;

    /// <summary>Checks arguments.</summary>
    /// <returns>The error for a missing or invalid argument; null if all are valid.</returns>
    public static BelmError? Check(IDictionary<string, object?> arguments, KernelFunctionMetadata function)
    {
        var missing = function.Parameters.Where(parameter => parameter.IsRequired && IsNull(Value(arguments, parameter))).Select(parameter => parameter.Name).ToList();
        if (missing.Count > 0)
        {
            return BelmError.Create("missing_argument", $"{Listing.And(missing)} must be given.", "Call the function again with it.");
        }

        foreach (var (parameter, value) in Given(arguments, function))
        {
            if (Fit(value, parameter) is null)
            {
                return BelmError.Create("invalid_argument", NumberText.Refuse(parameter.Name, Shown(value), Allowed(parameter)), "Call the function again with a plain value.");
            }
        }

        return null;
    }

    /// <summary>Returns the names of unknown arguments; null if all are known.</summary>
    public static IReadOnlyList<string>? Unknown(IDictionary<string, object?> arguments, KernelFunctionMetadata function)
    {
        List<string> unknown = [.. arguments.Keys.Where(name => function.Parameters.All(parameter => parameter.Name != name)).Order(StringComparer.Ordinal)];
        return unknown.Count > 0 ? unknown : null;
    }

    /// <summary>Returns the arguments with "7" and 7.0 converted to 7, 7 to "7", and explicit nulls omitted.</summary>
    public static Dictionary<string, object?> Fit(IDictionary<string, object?> arguments, KernelFunctionMetadata function)
    {
        var fitted = arguments.Where(argument => !IsNull(argument.Value)).ToDictionary();
        foreach (var (parameter, value) in Given(arguments, function))
        {
            fitted[parameter.Name] = Fit(value, parameter);
        }

        return fitted;
    }

    // For parameters whose type is text or a number; the kernel reads the others.
    private static IEnumerable<(KernelParameterMetadata Parameter, object Value)> Given(IDictionary<string, object?> arguments, KernelFunctionMetadata function) =>
        from parameter in function.Parameters
        where TypeOf(parameter) is { } type && (type == typeof(string) || IsNumber(type))
        let value = Value(arguments, parameter)
        where !IsNull(value)
        select (parameter, value);

    private static object? Value(IDictionary<string, object?> arguments, KernelParameterMetadata parameter) =>
        arguments.TryGetValue(parameter.Name, out var value) ? value : null;

    private static string? Fit(object value, KernelParameterMetadata parameter)
    {
        if (value is JsonElement { ValueKind: JsonValueKind.Object or JsonValueKind.Array })
        {
            return null;
        }

        var (text, type) = (Convert.ToString(value, CultureInfo.InvariantCulture)!, TypeOf(parameter)!);
        if (type == typeof(string))
        {
            return text;
        }

        if (type == typeof(double) || type == typeof(float))
        {
            return NumberText.TryNumber(text, out _) ? text : null;
        }

        // A number may be given as 20.0, but a text may not.
        if (!NumberText.TryWhole(text, out var whole)
            && !(value is not (string or JsonElement { ValueKind: JsonValueKind.String }) && NumberText.TryNumber(text, out var number) && Math.Abs(number) < 1e15 && (whole = (long)number) == number))
        {
            return null;
        }

        return type == typeof(int) && whole is < int.MinValue or > int.MaxValue ? null : whole.ToString(CultureInfo.InvariantCulture);
    }

    private static string Allowed(KernelParameterMetadata parameter) =>
        TypeOf(parameter) is { } type && type != typeof(string)
            ? type == typeof(double) || type == typeof(float) ? NumberText.Number : NumberText.WholeNumber
            : "a text";

    private static string Shown(object value)
    {
        var text = Convert.ToString(value, CultureInfo.InvariantCulture)!;
        return text.Length <= ShownLength ? text : $"{text[..ShownLength]}…";
    }

    private static Type? TypeOf(KernelParameterMetadata parameter) => parameter.ParameterType is { } type ? Nullable.GetUnderlyingType(type) ?? type : null;

    private static bool IsNumber(Type type) => type == typeof(int) || type == typeof(long) || type == typeof(double) || type == typeof(float);

    private static bool IsNull(object? value) => value is null or JsonElement { ValueKind: JsonValueKind.Null or JsonValueKind.Undefined };
}
