using System.Text.Encodings.Web;
using System.Text.Json;

namespace BelmAgent.Editing.Inversions;

/// <summary>The JSON header of a safetensors file, checked against the length of the data after it.</summary>
internal sealed record SafetensorsHeader(
    IReadOnlyList<SafetensorsHeader.Entry> Entries, IReadOnlyDictionary<string, string> Metadata)
{
    /// <summary>Maximum header length that the format allows.</summary>
    public const int MaxBytes = 100_000_000;

    private const string MetadataName = "__metadata__";
    private const string TypeName = "dtype";
    private const string ShapeName = "shape";
    private const string OffsetsName = "data_offsets";

    // Prompts stay readable in the file: letters of other scripts and quotes are not escaped.
    private static readonly JsonWriterOptions WriterOptions = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static int ElementSize(SafetensorsType type) => type == SafetensorsType.F32 ? sizeof(float) : sizeof(double);

    /// <summary>Writes the header for tensors stored in this order.</summary>
    public static byte[] Compose(
        IEnumerable<KeyValuePair<string, SafetensorsTensor>> tensors, IReadOnlyDictionary<string, string> metadata)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer, WriterOptions))
        {
            json.WriteStartObject();
            json.WriteStartObject(MetadataName);
            foreach (var (key, value) in metadata)
            {
                json.WriteString(key, value);
            }

            json.WriteEndObject();
            long offset = 0;
            foreach (var (name, tensor) in tensors)
            {
                json.WriteStartObject(name == MetadataName
                    ? throw new InvalidOperationException($"A tensor cannot be named {MetadataName}.") : name);
                json.WriteString(TypeName, tensor.Type.ToString());
                json.WriteStartArray(ShapeName);
                foreach (var length in tensor.Shape)
                {
                    json.WriteNumberValue(length);
                }

                json.WriteEndArray();
                json.WriteStartArray(OffsetsName);
                json.WriteNumberValue(offset);
                json.WriteNumberValue(offset += tensor.Bytes.Length);
                json.WriteEndArray();
                json.WriteEndObject();
            }

            json.WriteEndObject();
        }

        return buffer.ToArray();
    }

    /// <summary>Reads a header. The entries are in the order of their bytes.</summary>
    /// <exception cref="JsonException">The bytes are not JSON.</exception>
    /// <exception cref="InversionFormatException">The JSON is not a header, or does not fit <paramref name="dataLength"/> bytes of tensors.</exception>
    public static SafetensorsHeader Parse(ReadOnlyMemory<byte> bytes, long dataLength, string? source)
    {
        using var json = JsonDocument.Parse(bytes, new JsonDocumentOptions { AllowDuplicateProperties = false });
        Require(json.RootElement.ValueKind == JsonValueKind.Object, InversionFault.InvalidHeader, "its header is not a JSON object", source);
        var metadata = new Dictionary<string, string>(StringComparer.Ordinal);
        var entries = new List<Entry>();
        foreach (var property in json.RootElement.EnumerateObject())
        {
            Require(
                property.Value.ValueKind == JsonValueKind.Object,
                InversionFault.InvalidHeader, $"'{property.Name}' in its header is not a JSON object", source);
            if (property.Name != MetadataName)
            {
                entries.Add(ParseEntry(property, source));
                continue;
            }

            foreach (var item in property.Value.EnumerateObject())
            {
                Require(item.Value.ValueKind == JsonValueKind.String, InversionFault.InvalidHeader, "its metadata is not text", source);
                metadata.Add(item.Name, item.Value.GetString()!);
            }
        }

        entries.Sort((first, second) => (first.Begin, first.End).CompareTo((second.Begin, second.End)));
        long end = 0;
        foreach (var entry in entries)
        {
            Require(
                entry.Begin == end && entry.End <= dataLength,
                entry.End > dataLength ? InversionFault.Truncated : InversionFault.InvalidOffsets,
                $"the bytes of '{entry.Name}' are not where they should be", source);
            end = entry.End;
        }

        Require(end == dataLength, InversionFault.InvalidOffsets, "it has bytes that belong to no tensor", source);
        return new SafetensorsHeader(entries, metadata);
    }

    private static Entry ParseEntry(JsonProperty property, string? source)
    {
        var fault = InversionFault.InvalidHeader;
        var detail = $"the header of '{property.Name}' lacks its type, shape or offsets";
        var value = property.Value;
        Require(
            value.TryGetProperty(TypeName, out var typeElement) && typeElement.ValueKind == JsonValueKind.String
            && value.TryGetProperty(ShapeName, out var shapeElement) && shapeElement.ValueKind == JsonValueKind.Array
            && value.TryGetProperty(OffsetsName, out var offsets) && offsets.ValueKind == JsonValueKind.Array
            && offsets.GetArrayLength() == 2,
            fault, detail, source);
        shapeElement = value.GetProperty(ShapeName);
        offsets = value.GetProperty(OffsetsName);
        var name = typeElement.GetString();
        var type = Array.Find(Enum.GetValues<SafetensorsType>(), known => known.ToString() == name);
        Require(type.ToString() == name, InversionFault.UnknownType, $"'{property.Name}' has the type {name}", source);

        var shape = new List<int>();
        long count = 1;
        foreach (var element in shapeElement.EnumerateArray())
        {
            Require(
                element.ValueKind == JsonValueKind.Number && element.TryGetInt32(out var length) && length >= 0,
                fault, $"the shape of '{property.Name}' is out of range", source);
            shape.Add(element.GetInt32());
            count *= element.GetInt32();
            Require(count <= Array.MaxLength / sizeof(double), fault, $"'{property.Name}' is too large", source);
        }

        Require(
            offsets[0].ValueKind == JsonValueKind.Number && offsets[0].TryGetInt64(out var begin) && begin >= 0
            && offsets[1].ValueKind == JsonValueKind.Number && offsets[1].TryGetInt64(out var end)
            && end - begin == count * ElementSize(type),
            InversionFault.InvalidOffsets, $"'{property.Name}' does not have as many bytes as its shape requires", source);
        return new Entry(property.Name, type, shape, (int)count, offsets[0].GetInt64(), offsets[1].GetInt64());
    }

    private static void Require(bool condition, InversionFault fault, string detail, string? source)
    {
        if (!condition)
        {
            throw new InversionFormatException(fault, detail, source);
        }
    }

    /// <summary>One tensor: its name, type, shape, number of elements, and bytes [Begin, End) after the header.</summary>
    internal sealed record Entry(string Name, SafetensorsType Type, IReadOnlyList<int> Shape, int Count, long Begin, long End);
}
