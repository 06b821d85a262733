using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using BelmAgent.Editing.Plans;

namespace BelmAgent.Editing.Inversions;

/// <summary>
/// Reads and writes an inversion as a safetensors file: the tensors by name, the metadata as one JSON text under
/// <c>belm_inversion</c>.
/// </summary>
/// <remarks>Stateless; safe to call from any thread.</remarks>
public static class InversionFile
{
    /// <summary>Key of the metadata in the file's map of text.</summary>
    public const string MetadataKey = "belm_inversion";

    /// <summary>Name of the position's tensor.</summary>
    public const string PositionName = "position";

    /// <summary>Name of the companion's tensor.</summary>
    public const string CompanionName = "companion";

    /// <summary>Name of the trajectory's tensor.</summary>
    public const string TrajectoryName = "trajectory";

    /// <summary>Name of the noise's tensor.</summary>
    public const string NoiseName = "noise";

    private static readonly JsonSerializerOptions Json = new()
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        RespectNullableAnnotations = true,
    };

    /// <summary>Writes an inversion.</summary>
    /// <param name="inversion">The inversion.</param>
    /// <param name="stream">Receives the bytes; it is left open.</param>
    /// <exception cref="InversionFormatException">The tensors do not fit the metadata; nothing was written.</exception>
    /// <exception cref="IOException">The stream cannot be written.</exception>
    public static void Write(InversionRecord inversion, Stream stream)
    {
        ArgumentNullException.ThrowIfNull(inversion);
        InversionShape.ThrowIfInconsistent(inversion, source: null);
        var tensors = new Dictionary<string, SafetensorsTensor> { [PositionName] = inversion.Position };
        AddIfKept(CompanionName, inversion.Companion);
        AddIfKept(TrajectoryName, inversion.Trajectory);
        AddIfKept(NoiseName, inversion.Noise);
        var metadata = new Dictionary<string, string> { [MetadataKey] = JsonSerializer.Serialize(inversion.Metadata, Json) };
        new SafetensorsFile(tensors, metadata).Write(stream);

        void AddIfKept(string name, SafetensorsTensor? tensor)
        {
            if (tensor is not null)
            {
                tensors.Add(name, tensor);
            }
        }
    }

    /// <summary>Reads an inversion.</summary>
    /// <param name="stream">A seekable stream, positioned at the file's start; it is left open.</param>
    /// <param name="source">Path or name for error messages, if known.</param>
    /// <exception cref="InversionFormatException">The file is not an inversion that this version can read.</exception>
    /// <exception cref="IOException">The stream cannot be read.</exception>
    public static InversionRecord Read(Stream stream, string? source = null)
    {
        var file = SafetensorsFile.Read(stream, source);
        var inversion = new InversionRecord
        {
            Metadata = Parse(file.Metadata, source),
            Position = file.Tensors.GetValueOrDefault(PositionName)
                ?? throw new InversionFormatException(InversionFault.NotAnInversion, "it has no tensor 'position'", source),
            Companion = file.Tensors.GetValueOrDefault(CompanionName),
            Trajectory = file.Tensors.GetValueOrDefault(TrajectoryName),
            Noise = file.Tensors.GetValueOrDefault(NoiseName),
        };
        InversionShape.ThrowIfInconsistent(inversion, source);
        return inversion;
    }

    /// <summary>Reads the metadata of an inversion, not its tensors.</summary>
    /// <param name="stream">A seekable stream, positioned at the file's start; it is left open.</param>
    /// <param name="source">Path or name for error messages, if known.</param>
    /// <exception cref="InversionFormatException">The file is not an inversion that this version can read.</exception>
    /// <exception cref="IOException">The stream cannot be read.</exception>
    public static InversionMetadata ReadMetadata(Stream stream, string? source = null) =>
        Parse(SafetensorsFile.ReadMetadata(stream, source), source);

    private static InversionMetadata Parse(IReadOnlyDictionary<string, string> texts, string? source)
    {
        if (!texts.TryGetValue(MetadataKey, out var text))
        {
            throw new InversionFormatException(InversionFault.NotAnInversion, $"its metadata lacks '{MetadataKey}'", source);
        }

        try
        {
            var version = JsonSerializer.Deserialize<VersionOnly>(text, Json)?.FormatVersion;
            if (version > InversionMetadata.CurrentFormatVersion)
            {
                throw new InversionFormatException(InversionFault.LaterVersion, $"it has version {version} of the format", source);
            }

            return JsonSerializer.Deserialize<InversionMetadata>(text, Json) ?? throw new JsonException();
        }
        catch (JsonException exception)
        {
            throw new InversionFormatException(
                InversionFault.NotAnInversion, $"its metadata '{MetadataKey}' cannot be read", source, exception);
        }
    }

    /// <summary>The version alone, so that a later format is recognised as such, whatever else it changed.</summary>
    private sealed record VersionOnly([property: JsonPropertyName("format_version")] int FormatVersion);
}

/// <summary>Checks that an inversion's metadata and its tensors fit together.</summary>
internal static class InversionShape
{
    /// <exception cref="InversionFormatException">They do not fit together.</exception>
    public static void ThrowIfInconsistent(InversionRecord inversion, string? source)
    {
        var metadata = inversion.Metadata;
        Require(metadata.LatentShape.All(length => length > 0), "its latent shape is not positive");
        Require(metadata.Steps >= 1 && metadata.Node >= 1 && metadata.Node <= metadata.Steps, "its node is not on its grid");
        Require(
            metadata.Grid.Timesteps.Count == metadata.Steps + 1L && metadata.Grid.Alphas.Count == metadata.Steps + 1L,
            "its grid does not have steps + 1 nodes");
        Require(
            metadata.FixedPoint ? metadata.FractionBits is >= 1 and <= 62 : metadata.FractionBits is null,
            "its fraction bits do not fit its number format");
        Require(metadata.Order is null or (>= 3 and <= SamplerFactory.MaxOrder), "its order is out of range");
        RequireTensor(InversionFile.PositionName, inversion.Position, []);
        RequireTensor(InversionFile.CompanionName, inversion.Companion, metadata.Order is { } order ? [Math.Min(order - 1, metadata.Node)] : []);
        RequireTensor(InversionFile.TrajectoryName, inversion.Trajectory, [metadata.Node + 1]);
        RequireTensor(InversionFile.NoiseName, inversion.Noise, [metadata.Node]);

        void RequireTensor(string name, SafetensorsTensor? tensor, IEnumerable<int> leading)
        {
            var type = metadata.FixedPoint ? SafetensorsType.I64 : SafetensorsType.F64;
            Require(
                tensor is null || (tensor.Type == type && tensor.Shape.SequenceEqual(leading.Concat(metadata.LatentShape))),
                $"'{name}' does not have the type and shape that its metadata gives");
        }

        void Require(bool condition, string detail)
        {
            if (!condition)
            {
                throw new InversionFormatException(InversionFault.NotAnInversion, detail, source);
            }
        }
    }
}
