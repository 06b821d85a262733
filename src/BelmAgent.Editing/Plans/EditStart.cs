using System.Text.Json.Serialization;

namespace BelmAgent.Editing.Plans;

/// <summary>Which picture's inversion an edit of an edited picture starts from.</summary>
[JsonConverter(typeof(SnakeCaseEnumConverter<EditStart>))]
public enum EditStart
{
    /// <summary>The first picture of the line, with the merged target prompt: nothing decays from turn to turn.</summary>
    First,

    /// <summary>The edited picture itself, as it looks: what is lost on the way through the model is lost once more.</summary>
    Picture,
}
