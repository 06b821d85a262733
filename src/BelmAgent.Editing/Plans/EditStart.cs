using System.Text.Json.Serialization;

namespace BelmAgent.Editing.Plans;

/// <summary>The picture whose inversion an edit of an edited picture starts from.</summary>
[JsonConverter(typeof(SnakeCaseEnumConverter<EditStart>))]
public enum EditStart
{
    /// <summary>The first picture of the history, with the merged target prompt: nothing degrades from turn to turn.</summary>
    First,

    /// <summary>The edited picture itself as it looks: losses in the model accumulate.</summary>
    Picture,
}
