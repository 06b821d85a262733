using System.Buffers.Binary;
using System.Text;
using System.Text.Json;
using BelmAgent.Editing.Inversions;

namespace BelmAgent.Editing.Tests.Inversions;

/// <summary>The file format: files conform to the format, and violations are refused with the reason.</summary>
public sealed class SafetensorsFileTests
{
    private const string OneTensor = """{"a":{"dtype":"F64","shape":[2],"data_offsets":[0,16]}}""";

    [Fact]
    public void Is_laid_out_as_the_format_says()
    {
        var file = new SafetensorsFile(
            new Dictionary<string, SafetensorsTensor>
            {
                ["single"] = SafetensorsTensor.Create([3], [1f, 2f, 3f]),
                ["double"] = SafetensorsTensor.Create([1, 2], [0.5, -2.0]),
                ["integer"] = SafetensorsTensor.Create([], [long.MaxValue]),
                ["nothing"] = SafetensorsTensor.Create([0, 4], Array.Empty<double>()),
            },
            new Dictionary<string, string> { ["note"] = "a \"quoted\" ř" });
        using var stream = new MemoryStream();
        file.Write(stream);
        var bytes = stream.ToArray();

        var length = (int)BinaryPrimitives.ReadUInt64LittleEndian(bytes);
        Assert.Equal(0, (8 + length) % 8);
        Assert.Equal((byte)'{', bytes[8]);
        using var header = JsonDocument.Parse(bytes.AsMemory(8, length));
        Assert.Equal("a \"quoted\" ř", header.RootElement.GetProperty("__metadata__").GetProperty("note").GetString());
        Assert.Equal([0.5, -2.0], Elements("double", "F64", [1, 2], BinaryPrimitives.ReadDoubleLittleEndian, 8));
        Assert.Equal([long.MaxValue], Elements("integer", "I64", [], BinaryPrimitives.ReadInt64LittleEndian, 8));
        Assert.Equal([1f, 2f, 3f], Elements("single", "F32", [3], BinaryPrimitives.ReadSingleLittleEndian, 4));
        Assert.Equal([], Elements("nothing", "F64", [0, 4], BinaryPrimitives.ReadDoubleLittleEndian, 8));
        Assert.Equal(8 + length + 16 + 8 + 12, bytes.Length);

        List<T> Elements<T>(string name, string type, int[] shape, ReadElement<T> read, int size)
        {
            var entry = header.RootElement.GetProperty(name);
            Assert.Equal(type, entry.GetProperty("dtype").GetString());
            Assert.Equal(shape, entry.GetProperty("shape").EnumerateArray().Select(element => element.GetInt32()));
            var (begin, end) = (entry.GetProperty("data_offsets")[0].GetInt32(), entry.GetProperty("data_offsets")[1].GetInt32());
            Assert.Equal(0, begin % size);
            return [.. Enumerable.Range(0, (end - begin) / size).Select(i => read(bytes.AsSpan(8 + length + begin + (i * size))))];
        }
    }

    [Fact]
    public void Reads_what_others_write()
    {
        // As written by Python's safetensors: no metadata, header padded with spaces.
        var file = Read(OneTensor + "   ", [0, 0, 0, 0, 0, 0, 0xF0, 0x3F, 0, 0, 0, 0, 0, 0, 0, 0xC0]);
        Assert.Empty(file.Metadata);
        Assert.Equal([1.0, -2.0], file.Tensors["a"].Doubles.ToArray());
    }

    [Fact]
    public void Tensors_may_stand_in_any_order_in_the_header()
    {
        var file = Read(
            """{"b":{"dtype":"F32","shape":[1],"data_offsets":[8,12]},"__metadata__":{"k":"v"},"a":{"dtype":"I64","shape":[1],"data_offsets":[0,8]}}""",
            [7, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0x80, 0x3F]);
        Assert.Equal("v", file.Metadata["k"]);
        Assert.Equal([7L], file.Tensors["a"].Integers.ToArray());
        Assert.Equal([1f], file.Tensors["b"].Floats.ToArray());
    }

    [Theory]
    [InlineData("""{"a":{"dtype":"F16","shape":[8],"data_offsets":[0,16]}}""", InversionFault.UnknownType)]
    [InlineData("""{"a":{"dtype":"2","shape":[2],"data_offsets":[0,16]}}""", InversionFault.UnknownType)]
    [InlineData("""{"a":{"dtype":"f64","shape":[2],"data_offsets":[0,16]}}""", InversionFault.UnknownType)]
    [InlineData("""{"a":{"dtype":"F64","shape":[3],"data_offsets":[0,16]}}""", InversionFault.InvalidOffsets)]
    [InlineData("""{"a":{"dtype":"F64","shape":[2],"data_offsets":[16,0]}}""", InversionFault.InvalidOffsets)]
    [InlineData("""{"a":{"dtype":"F64","shape":[2],"data_offsets":[-8,8]}}""", InversionFault.InvalidOffsets)]
    [InlineData("""{"a":{"dtype":"F64","shape":[1],"data_offsets":[0,8]}}""", InversionFault.InvalidOffsets)]
    [InlineData("""{"a":{"dtype":"F64","shape":[1],"data_offsets":[8,16]}}""", InversionFault.InvalidOffsets)]
    [InlineData("""{"a":{"dtype":"F64","shape":[2],"data_offsets":[0,16]},"b":{"dtype":"F64","shape":[1],"data_offsets":[8,16]}}""", InversionFault.InvalidOffsets)]
    [InlineData("""{"a":{"dtype":"F64","shape":[3],"data_offsets":[0,24]}}""", InversionFault.Truncated)]
    [InlineData("""{"a":{"dtype":"F64","shape":[-2],"data_offsets":[0,16]}}""", InversionFault.InvalidHeader)]
    [InlineData("""{"a":{"dtype":"F64","shape":[1.5],"data_offsets":[0,16]}}""", InversionFault.InvalidHeader)]
    [InlineData("""{"a":{"dtype":"F64","shape":[2000000000,2000000000,2000000000],"data_offsets":[0,16]}}""", InversionFault.InvalidHeader)]
    [InlineData("""{"a":{"dtype":"F64","shape":[2]}}""", InversionFault.InvalidHeader)]
    [InlineData("""{"a":{"dtype":"F64","shape":[2],"data_offsets":[0,8,16]}}""", InversionFault.InvalidHeader)]
    [InlineData("""{"a":5}""", InversionFault.InvalidHeader)]
    [InlineData("""{"__metadata__":{"k":5},"a":{"dtype":"F64","shape":[2],"data_offsets":[0,16]}}""", InversionFault.InvalidHeader)]
    [InlineData("""{"a":{"dtype":"F64","shape":[2],"data_offsets":[0,16]},"a":{"dtype":"F64","shape":[2],"data_offsets":[0,16]}}""", InversionFault.InvalidHeader)]
    [InlineData("""{"__metadata__":{"k":"\ud800"},"a":{"dtype":"F64","shape":[2],"data_offsets":[0,16]}}""", InversionFault.InvalidHeader)]
    [InlineData("""{"\ud800":{"dtype":"F64","shape":[2],"data_offsets":[0,16]}}""", InversionFault.InvalidHeader)]
    [InlineData("""[1]""", InversionFault.InvalidHeader)]
    [InlineData("""{"a":""", InversionFault.InvalidHeader)]
    [InlineData("", InversionFault.InvalidHeader)]
    public void Says_what_breaks_the_format(string header, InversionFault fault)
    {
        var error = Assert.Throws<InversionFormatException>(() => Read(header, new byte[16]));
        Assert.Equal((fault, "some.safetensors"), (error.Fault, error.FileSource));
    }

    [Fact]
    public void A_header_that_is_not_utf8_is_refused()
    {
        var bytes = Bytes("""{"__metadata__":{"k":"?"}}""", []);
        bytes[bytes.AsSpan().IndexOf((byte)'?')] = 0xDF;
        using var stream = new MemoryStream(bytes);
        Assert.Equal(
            InversionFault.InvalidHeader, Assert.Throws<InversionFormatException>(() => SafetensorsFile.Read(stream)).Fault);
    }

    [Fact]
    public void A_huge_claim_allocates_nothing()
    {
        AssertFault(InversionFault.HeaderTooLong, [0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, (byte)'{']);
        AssertFault(InversionFault.HeaderTooLong, [0x01, 0xE1, 0xF5, 0x05, 0, 0, 0, 0, (byte)'{']);
        AssertFault(InversionFault.Truncated, [0x00, 0xE1, 0xF5, 0x05, 0, 0, 0, 0, (byte)'{']);
        AssertFault(InversionFault.Truncated, [1, 2, 3]);
        AssertFault(InversionFault.Truncated, Bytes("""{"a":{"dtype":"F64","shape":[200000000],"data_offsets":[0,1600000000]}}""", new byte[8]));

        static void AssertFault(InversionFault fault, byte[] bytes)
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            using var stream = new MemoryStream(bytes);
            Assert.Equal(fault, Assert.Throws<InversionFormatException>(() => SafetensorsFile.Read(stream)).Fault);
            Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1_000_000);
        }
    }

    [Fact]
    public void A_tensor_is_held_to_its_shape_and_type()
    {
        Assert.Throws<ArgumentException>(() => SafetensorsTensor.Create([2, 3], new double[5]));
        Assert.Throws<ArgumentException>(() => SafetensorsTensor.Create([-1, -5], new double[5]));
        Assert.Throws<InvalidOperationException>(() => SafetensorsTensor.Create([1], [1.0]).Integers.Length);
        Assert.Throws<InvalidOperationException>(() => SafetensorsTensor.Create([1], [1L]).Doubles.Length);
    }

    private delegate T ReadElement<out T>(ReadOnlySpan<byte> bytes);

    private static SafetensorsFile Read(string header, byte[] data)
    {
        using var stream = new MemoryStream(Bytes(header, data));
        return SafetensorsFile.Read(stream, "some.safetensors");
    }

    private static byte[] Bytes(string header, byte[] data)
    {
        var text = Encoding.UTF8.GetBytes(header);
        var length = new byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(length, text.Length);
        return [.. length, .. text, .. data];
    }
}
