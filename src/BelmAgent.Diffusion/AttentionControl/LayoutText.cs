using System.Text.Json;
using System.Text.Json.Serialization;

namespace BelmAgent.Diffusion.AttentionControl;

/// <summary>Converts the layout to and from text, as stored in an edited graph's metadata.</summary>
internal static class LayoutText
{
    public const string Key = "belm.attention";

    private static readonly JsonSerializerOptions Options = new() { Converters = { new JsonStringEnumConverter() } };

    public static string Write(AttentionLayout layout) => JsonSerializer.Serialize(layout, Options);

    public static AttentionLayout Read(string text) => JsonSerializer.Deserialize<AttentionLayout>(text, Options)!;
}
