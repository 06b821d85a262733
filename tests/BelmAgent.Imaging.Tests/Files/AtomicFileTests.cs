using BelmAgent.Imaging.Files;

namespace BelmAgent.Imaging.Tests.Files;

/// <summary>A file is written completely or not at all.</summary>
public sealed class AtomicFileTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("belm-atomic-").FullName;
    private readonly string _path;

    public AtomicFileTests() => _path = Path.Combine(_folder, "picture.png");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Writes_and_replaces()
    {
        AtomicFile.Write(_path, stream => stream.Write("first, longer"u8));
        Assert.Equal("first, longer", File.ReadAllText(_path));
        await AtomicFile.WriteAsync(_path, async (stream, token) => await stream.WriteAsync("second"u8.ToArray(), token));
        Assert.Equal("second", File.ReadAllText(_path));
        Assert.Equal([_path], Directory.GetFiles(_folder));
    }

    [Fact]
    public async Task A_writer_that_throws_leaves_the_old_file_alone()
    {
        File.WriteAllText(_path, "old");
        Assert.Throws<InvalidDataException>(() => AtomicFile.Write(_path, stream =>
        {
            stream.Write(new byte[200_000]);
            throw new InvalidDataException();
        }));
        await Assert.ThrowsAsync<InvalidDataException>(() => AtomicFile.WriteAsync(_path, async (stream, token) =>
        {
            await stream.WriteAsync(new byte[200_000], token);
            throw new InvalidDataException();
        }));
        Assert.Equal("old", File.ReadAllText(_path));
        Assert.Equal([_path], Directory.GetFiles(_folder));
    }

    [Fact]
    public async Task Cancelling_leaves_the_old_file_alone()
    {
        File.WriteAllText(_path, "old");
        using var cancellation = new CancellationTokenSource();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => AtomicFile.WriteAsync(
            _path,
            async (stream, _) =>
            {
                await stream.WriteAsync("new"u8.ToArray(), CancellationToken.None);
                await cancellation.CancelAsync();
            },
            cancellation.Token));
        Assert.Equal("old", File.ReadAllText(_path));
        Assert.Equal([_path], Directory.GetFiles(_folder));
    }

    [Fact]
    public void Readers_see_the_old_file_until_the_new_one_is_whole()
    {
        File.WriteAllText(_path, "old");
        AtomicFile.Write(_path, stream =>
        {
            stream.Write(new byte[200_000]);
            stream.Flush();
            Assert.Equal("old", File.ReadAllText(_path));
            var temporary = Assert.Single(Directory.GetFiles(_folder), file => file != _path);
            Assert.EndsWith(AtomicFile.TemporarySuffix, temporary, StringComparison.Ordinal);
        });
        Assert.Equal(200_000, new FileInfo(_path).Length);
    }

    [Fact]
    public async Task A_full_disk_is_told_as_such()
    {
        Assert.SkipUnless(File.Exists("/dev/full"), "Only Linux has /dev/full, the disk that is always full.");
        File.WriteAllText(_path, "old");
        var error = Assert.Throws<BelmException>(() => AtomicFile.Write(_path, _ => FillDisk()));
        Assert.Equal("disk_full", error.Code);
        Assert.StartsWith($"'{_path}' ", error.Problem, StringComparison.Ordinal);
        Assert.IsType<IOException>(error.InnerException);
        error = await Assert.ThrowsAsync<BelmException>(() => AtomicFile.WriteAsync(_path, (_, token) => Task.Run(FillDisk, token)));
        Assert.Equal("disk_full", error.Code);
        Assert.StartsWith($"'{_path}' ", error.Problem, StringComparison.Ordinal);
        Assert.Equal("old", File.ReadAllText(_path));
        Assert.Equal([_path], Directory.GetFiles(_folder));

        static void FillDisk()
        {
            using var full = new FileStream("/dev/full", FileMode.Open, FileAccess.Write, FileShare.ReadWrite, bufferSize: 0);
            full.Write(new byte[4096]);
        }
    }

    [Fact]
    public void Another_failure_keeps_its_type()
    {
        Assert.Throws<DirectoryNotFoundException>(() => AtomicFile.Write(Path.Combine(_folder, "none", "a.png"), _ => { }));
        Assert.Throws<IOException>(() => AtomicFile.Write(_path, _ => throw new IOException("No space left on device")));
    }

    [Fact]
    public void Of_many_writers_one_wins_whole()
    {
        Parallel.For(0, 32, i => AtomicFile.Write(_path, stream => stream.Write(Enumerable.Repeat((byte)i, 50_000).ToArray())));
        var bytes = File.ReadAllBytes(_path);
        Assert.Equal(50_000, bytes.Length);
        Assert.Single(bytes.Distinct());
        Assert.Equal([_path], Directory.GetFiles(_folder));
    }
}
