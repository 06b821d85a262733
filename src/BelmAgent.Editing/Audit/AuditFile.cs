namespace BelmAgent.Editing.Audit;

/// <summary>A file to which lines are appended. The caller excludes other writers.</summary>
internal sealed class AuditFile : IDisposable
{
    private const byte NewLine = (byte)'\n';
    private const int Block = 4096;

    private readonly FileStream _file;
    private readonly bool _isTorn;

    private AuditFile(FileStream file)
    {
        _file = file;
        LastLine = ReadLast(out _isTorn);
    }

    /// <summary>Gets the last line, even if it is incomplete; null in an empty file.</summary>
    public byte[]? LastLine { get; }

    /// <summary>Opens or creates the file.</summary>
    public static AuditFile Open(string path)
    {
        var file = new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.ReadWrite, bufferSize: 0);
        try
        {
            return new AuditFile(file);
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <summary>Returns the lines of a file that may be growing.</summary>
    public static IEnumerable<ReadOnlyMemory<byte>> ReadLines(string path)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        ReadOnlyMemory<byte> rest = new byte[file.Length];
        file.ReadExactly(System.Runtime.InteropServices.MemoryMarshal.AsMemory(rest).Span);
        while (!rest.IsEmpty)
        {
            var end = rest.Span.IndexOf(NewLine);
            yield return end < 0 ? rest : rest[..end];
            rest = end < 0 ? default : rest[(end + 1)..];
        }
    }

    /// <summary>Appends a line in a single write and flushes it to disk, or leaves the file unchanged.</summary>
    public void Append(byte[] line)
    {
        var before = _file.Length;
        try
        {
            // A line that a killed process left incomplete stays a line of its own.
            byte[] whole = _isTorn ? [NewLine, .. line, NewLine] : [.. line, NewLine];
            _file.Seek(0, SeekOrigin.End);
            _file.Write(whole);
            _file.Flush(flushToDisk: true);
        }
        catch (IOException)
        {
            _file.SetLength(before);
            throw;
        }
    }

    public void Dispose() => _file.Dispose();

    private byte[]? ReadLast(out bool isTorn)
    {
        var tail = new byte[(int)Math.Min(Block, _file.Length)];
        while (true)
        {
            _file.Seek(-tail.Length, SeekOrigin.End);
            _file.ReadExactly(tail);
            isTorn = tail is [.., not NewLine];
            var line = isTorn || tail.Length == 0 ? tail : tail[..^1];
            var start = Array.LastIndexOf(line, NewLine) + 1;
            if (start > 0 || tail.Length == _file.Length)
            {
                return tail.Length == 0 ? null : line[start..];
            }

            tail = new byte[(int)Math.Min(tail.Length * 2L, _file.Length)];
        }
    }
}

/// <summary>Prevents other processes from writing in a folder; the lock is released if the process is killed.</summary>
internal static class FolderLock
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    // EWOULDBLOCK on Linux and on macOS; ERROR_SHARING_VIOLATION as a Windows result.
    private static readonly int Held = OperatingSystem.IsWindows() ? unchecked((int)0x80070020) : OperatingSystem.IsMacOS() ? 35 : 11;

    /// <summary>Waits for the lock on a folder.</summary>
    /// <returns>The lock, until disposed.</returns>
    /// <exception cref="IOException">Another process has held it for ten seconds, or the folder is not writable.</exception>
    public static IDisposable Take(string folder)
    {
        var path = Path.Combine(folder, ".lock");
        var until = Environment.TickCount64 + (long)Patience.TotalMilliseconds;
        while (true)
        {
            try
            {
                return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, bufferSize: 0);
            }
            catch (IOException e) when (e.HResult == Held && Environment.TickCount64 < until)
            {
                Thread.Sleep(1);
            }
        }
    }
}
