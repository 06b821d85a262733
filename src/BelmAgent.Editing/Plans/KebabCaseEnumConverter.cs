using System.Text.Json;
using System.Text.Json.Serialization;

namespace BelmAgent.Editing.Plans;

/// <summary>Writes an enum as kebab-case text; reads it in any case.</summary>
/// <typeparam name="T">The enum.</typeparam>
public sealed class KebabCaseEnumConverter<T>() : JsonStringEnumConverter<T>(JsonNamingPolicy.KebabCaseLower)
    where T : struct, Enum;
