using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using BelmAgent.Imaging.Codecs;

namespace BelmAgent.Editing.Library;

/// <summary>The text in a saved PNG: the entire recipe as JSON, and the time of creation.</summary>
/// <remarks>Stateless; safe to call from any thread.</remarks>
public static class RecipeText
{
    /// <summary>PNG keyword of the recipe.</summary>
    public const string RecipeKeyword = "belm";

    /// <summary>PNG's own keyword for the time of creation; ISO 8601, UTC.</summary>
    public const string CreatedKeyword = "Creation Time";

    private const string KindField = "kind";

    private static readonly JsonSerializerOptions Json = new()
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        RespectNullableAnnotations = true,
        NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
    };

    /// <summary>Returns the text of a picture, by PNG keyword.</summary>
    /// <param name="recipe">How the picture was made.</param>
    /// <param name="created">The time of creation.</param>
    public static IReadOnlyDictionary<string, string> Compose(PictureRecipe recipe, DateTimeOffset created) =>
        new Dictionary<string, string>
        {
            [RecipeKeyword] = JsonSerializer.Serialize(recipe, Json),
            [CreatedKeyword] = created.UtcDateTime.ToString("O", CultureInfo.InvariantCulture),
        };

    /// <summary>Returns the recipe in a PNG; null if there is none.</summary>
    /// <param name="png">The PNG's summary.</param>
    /// <returns>
    /// The recipe. Fields that this version does not know or cannot read are in <see cref="PictureRecipe.Extra"/>; an unknown kind is
    /// <see cref="PictureKind.Unknown"/>.
    /// </returns>
    public static PictureRecipe? FindRecipe(PngSummary png)
    {
        ArgumentNullException.ThrowIfNull(png);
        return png.Text.TryGetValue(RecipeKeyword, out var text) ? Parse(text) : null;
    }

    /// <summary>Returns the time of creation in a PNG; null if there is none.</summary>
    /// <param name="png">The PNG's summary.</param>
    public static DateTimeOffset? FindCreated(PngSummary png)
    {
        ArgumentNullException.ThrowIfNull(png);
        return png.Text.TryGetValue(CreatedKeyword, out var text)
            && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var created)
            ? created
            : null;
    }

    private static PictureRecipe? Parse(string text)
    {
        try
        {
            return JsonSerializer.Deserialize<PictureRecipe>(text, Json);
        }
        catch (JsonException)
        {
            return Salvage(text);
        }
    }

    /// <summary>Reads each field by itself, so that an unreadable field of a later version does not affect the others.</summary>
    private static PictureRecipe? Salvage(string text)
    {
        try
        {
            using var document = JsonDocument.Parse(text, new JsonDocumentOptions { AllowDuplicateProperties = false });
            if (document.RootElement.ValueKind != JsonValueKind.Object)
            {
                return null;
            }

            var readable = new JsonObject { [KindField] = "unknown" };
            var extra = new Dictionary<string, JsonElement>();
            foreach (var field in document.RootElement.EnumerateObject())
            {
                if (IsReadable(field))
                {
                    readable[field.Name] = JsonNode.Parse(field.Value.GetRawText());
                }
                else if (field.Name != KindField)
                {
                    extra[field.Name] = field.Value.Clone();
                }
            }

            var recipe = readable.Deserialize<PictureRecipe>(Json)!;
            return recipe with { Extra = extra.Concat(recipe.Extra ?? extra).DistinctBy(field => field.Key).ToDictionary() };
        }
        catch (Exception exception) when (IsFaultOfTheText(exception))
        {
            return null;
        }
    }

    private static bool IsReadable(JsonProperty field)
    {
        try
        {
            var alone = new JsonObject { [KindField] = "unknown", [field.Name] = JsonNode.Parse(field.Value.GetRawText()) };
            alone.Deserialize<PictureRecipe>(Json);
            return true;
        }
        catch (Exception exception) when (IsFaultOfTheText(exception))
        {
            return false;
        }
    }

    // An unpaired surrogate is found only when the text is read, and then not as a JsonException.
    private static bool IsFaultOfTheText(Exception exception) => exception is JsonException or InvalidOperationException;
}
