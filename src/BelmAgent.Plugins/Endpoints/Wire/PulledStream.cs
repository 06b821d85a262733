namespace BelmAgent.Plugins.Endpoints.Wire;

/// <summary>A readable stream whose bytes are produced on demand.</summary>
/// <param name="pieces">Returns the bytes, piece by piece; receives the token that cancels them.</param>
/// <param name="source">The source of the bytes; disposed with this stream.</param>
internal sealed class PulledStream(Func<CancellationToken, IAsyncEnumerable<byte[]>> pieces, Stream source) : Stream
{
    private readonly CancellationTokenSource _stop = new();
    private IAsyncEnumerator<byte[]>? _pieces;
    private ReadOnlyMemory<byte> _rest;

    /// <inheritdoc/>
    public override bool CanRead => true;

    /// <inheritdoc/>
    public override bool CanSeek => false;

    /// <inheritdoc/>
    public override bool CanWrite => false;

    /// <inheritdoc/>
    public override long Length => throw new NotSupportedException();

    /// <inheritdoc/>
    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <inheritdoc/>
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        await using var stopped = cancellationToken.UnsafeRegister(static stop => ((CancellationTokenSource)stop!).Cancel(), _stop);
        _pieces ??= pieces(_stop.Token).GetAsyncEnumerator(_stop.Token);
        while (_rest.IsEmpty)
        {
            if (!await _pieces.MoveNextAsync())
            {
                return 0;
            }

            _rest = _pieces.Current;
        }

        var count = Math.Min(buffer.Length, _rest.Length);
        _rest[..count].CopyTo(buffer);
        _rest = _rest[count..];
        return count;
    }

    /// <inheritdoc/>
    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    /// <inheritdoc/>
    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException("Read asynchronously.");

    /// <inheritdoc/>
    public override void Flush()
    {
    }

    /// <inheritdoc/>
    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override void SetLength(long value) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            source.Dispose();
            _stop.Dispose();
        }

        base.Dispose(disposing);
    }
}
