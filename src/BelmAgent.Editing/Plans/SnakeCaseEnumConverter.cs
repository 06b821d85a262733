using System.Text.Json;
using System.Text.Json.Serialization;

namespace BelmAgent.Editing.Plans;

/// <summary>Writes an enum as snake_case text; reads it in any case.</summary>
/// <typeparam name="T">The enum.</typeparam>
public sealed class SnakeCaseEnumConverter<T>() : JsonStringEnumConverter<T>(JsonNamingPolicy.SnakeCaseLower)
    where T : struct, Enum;
