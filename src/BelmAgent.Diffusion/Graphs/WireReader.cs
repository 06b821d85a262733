using System.Text;

namespace BelmAgent.Diffusion.Graphs;

/// <summary>Reads protobuf's wire format field by field and skips unused fields, so that weights are never read.</summary>
/// <remarks>Not safe to share between threads.</remarks>
/// <param name="stream">A seekable stream.</param>
internal sealed class WireReader(Stream stream)
{
    private const int MaxText = 1 << 20;
    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private long _end = stream.Length;
    private WireType _type;
    private long _fieldEnd = -1;
    private int _depth;

    /// <summary>Gets the number of the last field.</summary>
    public int Field { get; private set; }

    /// <summary>Gets the length in bytes of that field's content, if it is text, bytes or a message.</summary>
    public long Length { get; private set; }

    /// <summary>Moves to the next field of the message; unread content of the previous field is skipped.</summary>
    /// <returns>False at the end of the message.</returns>
    /// <exception cref="InvalidDataException">The bytes are not a message.</exception>
    public bool Next()
    {
        SkipRest();
        if (stream.Position == _end)
        {
            return false;
        }

        var tag = Varint();
        Field = tag >> 3 is > 0 and <= 536_870_911 and var number ? (int)number : throw new InvalidDataException("a field has no number");
        _type = (WireType)(tag & 7);
        Length = _type switch
        {
            WireType.Varint => -1,
            WireType.Fixed64 => 8,
            WireType.Bytes => Limit(Varint()),
            WireType.Fixed32 => 4,
            _ => throw new InvalidDataException($"a field has the type {(int)_type}"),
        };
        _fieldEnd = _type == WireType.Varint ? -1 : stream.Position + Limit((ulong)Length);
        if (_type == WireType.Varint)
        {
            // Read at once: only reading it shows where it ends.
            Number = unchecked((long)Varint());
        }

        return true;
    }

    /// <summary>Gets the field's number if it is a varint; 0 otherwise.</summary>
    public long Number { get; private set; }

    /// <summary>Gets whether the field is text, bytes or a message.</summary>
    public bool IsBytes => _type == WireType.Bytes;

    /// <summary>Returns the field as text.</summary>
    /// <exception cref="InvalidDataException">The field is not text, or longer than 1 MiB.</exception>
    public string Text()
    {
        if (_type != WireType.Bytes || Length > MaxText)
        {
            throw new InvalidDataException($"field {Field} is not text");
        }

        var bytes = new byte[Length];
        stream.ReadExactly(bytes);
        try
        {
            return Utf8.GetString(bytes);
        }
        catch (DecoderFallbackException e)
        {
            throw new InvalidDataException($"field {Field} is not UTF-8", e);
        }
    }

    /// <summary>Returns the field as numbers: a single one, or many packed into one field.</summary>
    /// <param name="most">Maximum count.</param>
    /// <exception cref="InvalidDataException">There are more numbers, or they are not varints.</exception>
    public IEnumerable<long> Numbers(int most)
    {
        if (_type == WireType.Varint)
        {
            return [Number];
        }

        var numbers = new List<long>();
        if (_type != WireType.Bytes)
        {
            throw new InvalidDataException($"field {Field} has no whole numbers");
        }

        while (stream.Position < _fieldEnd)
        {
            numbers.Add(unchecked((long)Varint()));
            if (numbers.Count > most || stream.Position > _fieldEnd)
            {
                throw new InvalidDataException($"field {Field} has too many numbers");
            }
        }

        return numbers;
    }

    /// <summary>Reads the field as a message.</summary>
    /// <param name="read">Calls <see cref="Next"/> until it returns false.</param>
    /// <exception cref="InvalidDataException">The field is not a message, or messages are nested deeper than ONNX Runtime allows.</exception>
    public void Message(Action read)
    {
        const int Deepest = 100;
        if (_type != WireType.Bytes || ++_depth > Deepest)
        {
            throw new InvalidDataException($"field {Field} is not a message");
        }

        var (field, end, fieldEnd) = (Field, _end, _fieldEnd);
        _end = fieldEnd;
        _fieldEnd = -1;
        read();
        (Field, _end, _fieldEnd, _type) = (field, end, fieldEnd, WireType.Bytes);
        _depth--;
    }

    private void SkipRest()
    {
        if (_fieldEnd >= 0)
        {
            stream.Position = _fieldEnd;
            _fieldEnd = -1;
        }
    }

    private long Limit(ulong length) => length <= (ulong)(_end - stream.Position)
        ? (long)length
        : throw new InvalidDataException("it ends too early");

    private ulong Varint()
    {
        ulong value = 0;
        for (var shift = 0; shift < 70; shift += 7)
        {
            var next = stream.Position < _end ? stream.ReadByte() : -1;
            if (next < 0)
            {
                throw new InvalidDataException("it ends too early");
            }

            value |= (ulong)(next & 0x7F) << shift;
            if (next < 0x80)
            {
                return value;
            }
        }

        throw new InvalidDataException("a number does not end");
    }

    private enum WireType
    {
        Varint = 0,
        Fixed64 = 1,
        Bytes = 2,
        Fixed32 = 5,
    }
}
