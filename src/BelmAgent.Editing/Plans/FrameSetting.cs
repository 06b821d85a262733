using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using BelmAgent.Imaging;

namespace BelmAgent.Editing.Plans;

/// <summary>Settings for which part of a picture the model works on, and how the result is put back into it.</summary>
/// <remarks>Immutable and safe to share. Settings that are null are open: the whole picture, composed.</remarks>
public sealed record FrameSetting
{
    /// <summary>Gets how a picture of another shape than the model's is fitted to it. Null: <see cref="PictureFit.Keep"/>.</summary>
    [JsonPropertyName("fit")]
    [JsonConverter(typeof(SnakeCaseEnumConverter<PictureFit>))]
    public PictureFit? Fit { get; init; }

    /// <summary>Gets the part of the picture that is edited, at the model's full resolution. Null: <see cref="EditWindow.Auto"/>.</summary>
    [JsonPropertyName("window")]
    public EditWindow? Window { get; init; }

    /// <summary>
    /// Gets whether the result is composed with the source: of its size, with its own pixels where nothing changed. False: the decoder's
    /// picture, at the model's size. Null: true.
    /// </summary>
    [JsonPropertyName("compose")]
    public bool? Compose { get; init; }

    /// <summary>Returns this setting with its open values taken from another one.</summary>
    /// <param name="other">The other setting.</param>
    internal FrameSetting Over(FrameSetting other) => new()
    {
        Fit = Fit ?? other.Fit,
        Window = Window ?? other.Window,
        Compose = Compose ?? other.Compose,
    };
}

/// <summary>Specifies how a picture of another shape than the model's is fitted to it.</summary>
[JsonConverter(typeof(SnakeCaseEnumConverter<PictureFit>))]
public enum PictureFit
{
    /// <summary>
    /// The working size follows the picture's shape, and a shape beyond the model's reach is padded. A model of one size works on the middle, in
    /// its own shape, and a change of the whole scene's colours is continued to the sides.
    /// </summary>
    Keep,

    /// <summary>Only the largest centred part of the model's native shape is edited; the sides stay as they are.</summary>
    Crop,

    /// <summary>The whole picture, with its edges repeated around it to the model's native shape.</summary>
    Pad,
}

/// <summary>A part of a picture to be edited at the model's full resolution.</summary>
/// <remarks>Immutable and safe to share. As text <c>auto</c>, <c>off</c> or <c>X,Y,WIDTH,HEIGHT</c> in the picture's pixels.</remarks>
[JsonConverter(typeof(EditWindowConverter))]
public sealed record EditWindow
{
    private EditWindow(string text, ImageRegion? region) => (Text, Region) = (text, region);

    /// <summary>Gets the window around a small mask, if there is one and the picture has more detail than the model's size holds.</summary>
    public static EditWindow Auto { get; } = new("auto", null);

    /// <summary>Gets the whole picture.</summary>
    public static EditWindow Off { get; } = new("off", null);

    /// <summary>Gets the given part; null for <see cref="Auto"/> and <see cref="Off"/>.</summary>
    public ImageRegion? Region { get; }

    private string Text { get; }

    /// <summary>Creates a window of a part of a picture.</summary>
    /// <param name="region">The part.</param>
    public static EditWindow From(ImageRegion region) =>
        new(string.Create(CultureInfo.InvariantCulture, $"{region.X},{region.Y},{region.Width},{region.Height}"), region);

    /// <summary>Reads a window.</summary>
    /// <param name="text"><c>auto</c>, <c>off</c> or <c>X,Y,WIDTH,HEIGHT</c>.</param>
    /// <returns>The window; null if the text is none.</returns>
    public static EditWindow? Parse(string? text)
    {
        var parts = (text ?? "").Split(',', StringSplitOptions.TrimEntries);
        return parts switch
        {
            ["auto"] => Auto,
            ["off"] => Off,
            [var x, var y, var width, var height] when Side(x) is { } left && Side(y) is { } top && Side(width) is { } w and > 0 && Side(height) is { } h and > 0
                => From(new ImageRegion(left, top, w, h)),
            _ => null,
        };
    }

    /// <summary>Returns the window as text.</summary>
    public override string ToString() => Text;

    private static int? Side(string text) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var side) ? side : null;
}

/// <summary>Writes a window as text.</summary>
internal sealed class EditWindowConverter : JsonConverter<EditWindow>
{
    public override EditWindow Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TokenType == JsonTokenType.String && EditWindow.Parse(reader.GetString()) is { } window
            ? window
            : throw new JsonException("A window is 'auto', 'off' or 'X,Y,WIDTH,HEIGHT'.");

    public override void Write(Utf8JsonWriter writer, EditWindow value, JsonSerializerOptions options) => writer.WriteStringValue(value.ToString());
}
