namespace BelmAgent.Imaging.Codecs;

/// <summary>Presents parts of a file as one seekable stream without copying; a read throws once the operation is cancelled.</summary>
/// <remarks>Decoders do not check their tokens while they work, but they all read.</remarks>
internal sealed class PartsStream(IReadOnlyList<ReadOnlyMemory<byte>> parts, CancellationToken cancellationToken) : Stream
{
    private int _part;
    private int _offset;
    private long _position;

    public override bool CanRead => true;

    public override bool CanSeek => true;

    public override bool CanWrite => false;

    public override long Length { get; } = parts.Sum(part => (long)part.Length);

    public override long Position
    {
        get => _position;
        set
        {
            ArgumentOutOfRangeException.ThrowIfNegative(value);
            (_part, _position) = (0, Math.Min(value, Length));
            var rest = _position;
            for (; _part < parts.Count && rest >= parts[_part].Length; _part++)
            {
                rest -= parts[_part].Length;
            }

            _offset = (int)rest;
        }
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override int Read(Span<byte> buffer)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var read = 0;
        while (_part < parts.Count && read < buffer.Length)
        {
            var rest = parts[_part].Span[_offset..];
            var count = Math.Min(rest.Length, buffer.Length - read);
            rest[..count].CopyTo(buffer[read..]);
            (read, _offset) = (read + count, _offset + count);
            if (_offset == parts[_part].Length)
            {
                (_part, _offset) = (_part + 1, 0);
            }
        }

        _position += read;
        return read;
    }

    public override long Seek(long offset, SeekOrigin origin) => Position = offset + origin switch
    {
        SeekOrigin.Begin => 0,
        SeekOrigin.Current => _position,
        _ => Length,
    };

    public override void Flush()
    {
    }

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}
