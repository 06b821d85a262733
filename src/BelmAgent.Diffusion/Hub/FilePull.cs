using System.Security.Cryptography;
using System.Text;
using BelmAgent.Imaging.Files;

namespace BelmAgent.Diffusion.Hub;

/// <summary>Downloads one file, resuming where the last download stopped, and verifies it.</summary>
internal sealed class FilePull(HubClient client, HubListing listing, HubFile file, PullFolder folder, Action<long> report)
{
    public Task RunAsync(CancellationToken cancellationToken) => folder.IsDone(file)
        ? Task.CompletedTask
        : client.RetryAsync(() => TryAsync(cancellationToken), () => folder.Length(file), cancellationToken);

    private async Task TryAsync(CancellationToken cancellationToken)
    {
        var offset = folder.Length(file);
        if (offset == 0 || offset < file.Size)
        {
            offset = await FetchAsync(offset, cancellationToken);
        }

        var found = await ChecksumAsync(cancellationToken);
        if (found is not null && found != (file.Sha256 ?? file.GitSha1))
        {
            folder.Discard(file);
            report(0);
            throw offset > 0
                // The data from the earlier download may be at fault: the file is downloaded once more in full.
                ? HubException.Unavailable(listing.Repository.Name, $"'{file.Path}' changed while it was fetched")
                : HubException.Content(file.Path, file.Sha256 ?? file.GitSha1!, found);
        }

        folder.Finish(file);
        report(file.Size);
    }

    // Returns the offset from which data was actually downloaded.
    private async Task<long> FetchAsync(long offset, CancellationToken cancellationToken)
    {
        var tag = folder.Tag(file);
        using var answer = await client.OpenAsync(listing, file, offset, tag, cancellationToken);
        if (HubTree.Hex(answer.LinkedTag, 64) is { } linked && file.Sha256 is { } listed && linked != listed)
        {
            throw HubException.Content(file.Path, listed, linked);
        }

        var range = answer.Response.Content.Headers.ContentRange;
        var isFit = answer.IsPartial && offset > 0 && range?.From == offset && (range.Length is null || range.Length == file.Size) && (tag is null || answer.Tag == tag);
        if (answer.IsBeyondTheEnd || (answer.IsPartial && !isFit))
        {
            folder.Discard(file);
            report(0);
            throw HubException.Unavailable(listing.Repository.Name, $"'{file.Path}' changed while it was fetched");
        }

        offset = isFit ? offset : 0;
        var left = file.Size - offset;
        if (answer.Response.Content.Headers.ContentLength is { } length && length != left)
        {
            throw HubException.Content(file.Path, $"{left} bytes", $"{length} bytes");
        }

        folder.Begin(file, answer.Tag);
        await WriteAsync(answer, offset, cancellationToken);
        return offset;
    }

    private async Task WriteAsync(HubAnswer answer, long offset, CancellationToken cancellationToken)
    {
        var part = folder.Part(file);
        try
        {
            await using var stream = new FileStream(part, FileMode.OpenOrCreate, FileAccess.Write, FileShare.Read);
            stream.SetLength(offset);
            stream.Position = offset;
            // One byte more than expected, to detect an excess.
            await answer.CopyAsync(stream, file.Size - offset + 1, piece => report(stream.Position), cancellationToken);
            if (stream.Position > file.Size)
            {
                stream.SetLength(0);
                throw HubException.Content(file.Path, $"{file.Size} bytes", "more");
            }

            stream.Flush(flushToDisk: true);
            if (stream.Position < file.Size)
            {
                throw HubException.Unavailable(listing.Repository.Name, $"'{file.Path}' was interrupted");
            }
        }
        catch (IOException e) when (DiskFull.Matches(e))
        {
            throw DiskFull.Failure(part, e);
        }
    }

    // Null if the hub gives no checksum.
    private async Task<string?> ChecksumAsync(CancellationToken cancellationToken)
    {
        await using var stream = File.OpenRead(folder.Part(file));
        if (file.Sha256 is not null)
        {
            return Convert.ToHexStringLower(await SHA256.HashDataAsync(stream, cancellationToken));
        }

        if (file.GitSha1 is null)
        {
            return null;
        }

#pragma warning disable CA5350 // Git names content by SHA-1; here it tells damage, not forgery.
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA1);
#pragma warning restore CA5350
        hash.AppendData(Encoding.ASCII.GetBytes($"blob {file.Size}\0"));
        var buffer = new byte[1 << 17];
        for (int read; (read = await stream.ReadAsync(buffer, cancellationToken)) > 0;)
        {
            hash.AppendData(buffer, 0, read);
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}
