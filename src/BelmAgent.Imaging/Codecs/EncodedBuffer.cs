namespace BelmAgent.Imaging.Codecs;

/// <summary>Collects a picture's file from a stream, checks its first bytes and enforces the limits.</summary>
/// <param name="stream">The stream that is read; only its length, if known, is used here.</param>
/// <param name="limits">Size limits.</param>
/// <param name="source">Path or name for error messages, if known.</param>
internal sealed class EncodedBuffer(Stream stream, ImageLimits limits, string? source)
{
    private const int FirstCapacity = 81_920;

    private byte[] _bytes = new byte[NextCapacity(0, limits.MaxEncodedBytes)];
    private int _count;
    private bool _isPicture;

    /// <summary>Gets the bytes so far, without a copy.</summary>
    public ReadOnlyMemory<byte> Bytes => _bytes.AsMemory(0, _count);

    /// <summary>Gets room for the next bytes, at least one.</summary>
    /// <exception cref="BelmException"><c>image_too_large</c>: the stream is longer than the limit.</exception>
    public Memory<byte> Room()
    {
        if (_count == _bytes.Length)
        {
            Grow();
        }

        return _bytes.AsMemory(_count);
    }

    /// <summary>Accepts bytes that were written to the room.</summary>
    /// <exception cref="ImageFormatException">The bytes are not the start of a picture, so the rest need not be read.</exception>
    /// <exception cref="BelmException"><c>image_too_large</c>: the file exceeds the limit.</exception>
    public void Take(int count)
    {
        _count += count;
        if (!_isPicture && _count >= ImageDecoder.SignatureLength)
        {
            ImageDecoder.FormatOf(_bytes, source);
            _isPicture = true;
        }

        if (_count > limits.MaxEncodedBytes)
        {
            throw limits.TooLong(source);
        }
    }

    /// <summary>
    /// Gets the capacity that follows one that is full: twice as much, but at most one byte beyond the limit, which shows that a
    /// stream exceeds it.
    /// </summary>
    internal static int NextCapacity(int capacity, int limit) => (int)Math.Min(Math.Max(2L * capacity, FirstCapacity), Math.Min(limit + 1L, Array.MaxLength));

    /// <summary>Grows the buffer, to the stream's length at once if that is known.</summary>
    private void Grow()
    {
        var rest = stream.CanSeek ? stream.Length - stream.Position : 0;
        if (_count + rest > limits.MaxEncodedBytes || _count == Array.MaxLength)
        {
            throw limits.TooLong(source);
        }

        var grown = GC.AllocateUninitializedArray<byte>(rest > 0 ? _count + (int)rest + 1 : NextCapacity(_count, limits.MaxEncodedBytes));
        _bytes.AsSpan(0, _count).CopyTo(grown);
        _bytes = grown;
    }
}
