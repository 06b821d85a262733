using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text.Json;

namespace BelmAgent.Diffusion.Tests.Models;

/// <summary>Inputs and outputs of the model's parts, computed by the framework that trained them (a safetensors file).</summary>
internal sealed class ParityData
{
    private readonly byte[] _bytes;
    private readonly JsonElement _header;
    private readonly int _start;

    public ParityData()
        : this(Path.Combine(AppContext.BaseDirectory, "Data", "toytown_parity.safetensors"))
    {
    }

    public ParityData(string path)
    {
        _bytes = File.ReadAllBytes(path);
        var length = (int)BinaryPrimitives.ReadInt64LittleEndian(_bytes);
        _header = JsonDocument.Parse(_bytes.AsMemory(8, length)).RootElement;
        _start = 8 + length;
    }

    public long[] Shape(string name) => [.. _header.GetProperty(name).GetProperty("shape").EnumerateArray().Select(side => side.GetInt64())];

    public float[] Floats(string name) => MemoryMarshal.Cast<byte, float>(Bytes(name)).ToArray();

    public double[] Doubles(string name) => MemoryMarshal.Cast<byte, double>(Bytes(name)).ToArray();

    /// <summary>Returns a text from the file's header.</summary>
    public string Metadata(string name) => _header.GetProperty("__metadata__").GetProperty(name).GetString()!;

    public int[] Integers(string name) => [.. MemoryMarshal.Cast<byte, long>(Bytes(name)).ToArray().Select(id => (int)id)];

    private Span<byte> Bytes(string name)
    {
        var offsets = _header.GetProperty(name).GetProperty("data_offsets");
        return _bytes.AsSpan((_start + offsets[0].GetInt32())..(_start + offsets[1].GetInt32()));
    }
}
