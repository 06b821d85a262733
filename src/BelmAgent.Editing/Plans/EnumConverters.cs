using System.Text.Json;
using System.Text.Json.Serialization;

namespace BelmAgent.Editing.Plans;

/// <summary>Writes an enum as kebab-case text; reads it ignoring case.</summary>
/// <remarks>Applied to properties as well as to the enum: converters in a caller's options would take precedence over the enum's own.</remarks>
/// <typeparam name="T">The enum.</typeparam>
public sealed class KebabCaseEnumConverter<T>() : JsonStringEnumConverter<T>(JsonNamingPolicy.KebabCaseLower)
    where T : struct, Enum;

/// <summary>Writes an enum as snake_case text; reads it ignoring case.</summary>
/// <remarks>Applied to properties as well as to the enum: converters in a caller's options would take precedence over the enum's own.</remarks>
/// <typeparam name="T">The enum.</typeparam>
public sealed class SnakeCaseEnumConverter<T>() : JsonStringEnumConverter<T>(JsonNamingPolicy.SnakeCaseLower)
    where T : struct, Enum;
