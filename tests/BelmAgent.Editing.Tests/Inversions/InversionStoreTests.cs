using BelmAgent.Editing.Inversions;
using BelmAgent.Editing.Library;
using BelmAgent.Editing.Tests.Doubles;
using BelmAgent.Editing.Tests.Library;

namespace BelmAgent.Editing.Tests.Inversions;

/// <summary>Saved inversions are found by id and by picture.</summary>
public sealed class InversionStoreTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Saves_and_loads_by_id()
    {
        var store = Open();
        var saved = Samples.Floating(store.NewId());
        var path = await store.SaveAsync(saved);
        Assert.Equal(store.PathOf(saved.Metadata.InversionId), path);
        var loaded = await Open().LoadAsync(saved.Metadata.InversionId);
        Assert.Equal(saved.Position.Doubles, loaded.Position.Doubles);
        Assert.Equal([path], Directory.GetFiles(store.Folder));
    }

    [Fact]
    public async Task Lists_newest_first_and_by_picture()
    {
        const string Other = "img_00000000000000z";
        var store = Open();
        var ids = new List<string>();
        for (var i = 0; i < 6; i++)
        {
            var inversion = Samples.Floating(store.NewId());
            var metadata = inversion.Metadata with { ImageId = i % 2 == 0 ? Other : Samples.ImageId, Created = Libraries.Start.AddHours(i) };
            await store.SaveAsync(inversion with { Metadata = metadata });
            ids.Insert(0, metadata.InversionId);
        }

        Assert.Equal(ids, (await Open().ListAsync()).Select(metadata => metadata.InversionId));
        Assert.Equal([ids[1], ids[3], ids[5]], (await Open().ListAsync(Other)).Select(metadata => metadata.InversionId));
    }

    [Theory]
    [InlineData("inv_zzzzzzzzzzzzzzz")]
    [InlineData("../inversions/inv_000000000000000")]
    [InlineData("img_000000000000000")]
    [InlineData("")]
    [InlineData(null)]
    public async Task What_is_not_there_is_told_with_ids_that_are(string? id)
    {
        var store = Open();
        var known = store.NewId();
        await store.SaveAsync(Samples.Floating(known));
        var error = await Assert.ThrowsAsync<BelmException>(() => store.LoadAsync(id!));
        Assert.Equal("inversion_not_found", error.Code);
        Assert.Contains($"'{id}'", error.Problem, StringComparison.Ordinal);
        Assert.Equal([known], error.KnownIds);
    }

    [Fact]
    public async Task An_id_is_never_a_path()
    {
        var inversion = Samples.Floating("../escaped");
        await Assert.ThrowsAsync<ArgumentException>(() => Open().SaveAsync(inversion));
        Assert.Empty(Directory.GetFileSystemEntries(_folder.Path));
    }

    [Fact]
    public async Task A_damaged_file_is_left_out_of_lists_and_told_when_asked_for()
    {
        var store = Open();
        var (good, bad) = (store.NewId(), store.NewId());
        await store.SaveAsync(Samples.Floating(good));
        await store.SaveAsync(Samples.Floating(bad));
        var bytes = File.ReadAllBytes(store.PathOf(bad));
        File.WriteAllBytes(store.PathOf(bad), bytes[..^1]);
        var logger = new ListLogger<InversionStore>();
        Assert.Equal([good], (await Open(logger).ListAsync()).Select(metadata => metadata.InversionId));
        Assert.Contains(bad, Assert.Single(logger.Messages), StringComparison.Ordinal);
        var error = await Assert.ThrowsAsync<InversionFormatException>(() => store.LoadAsync(bad));
        Assert.Equal(store.PathOf(bad), error.FileSource);
    }

    [Fact]
    public async Task A_file_outside_the_library_is_replaced_whole_or_not_at_all()
    {
        var path = _folder["mine.safetensors"];
        await InversionStore.SaveFileAsync(Samples.FixedPoint(), path);
        var bytes = File.ReadAllBytes(path);
        var bad = Samples.Floating() with { Noise = Samples.Floating().Trajectory };
        await Assert.ThrowsAsync<InversionFormatException>(() => InversionStore.SaveFileAsync(bad, path));
        Assert.Equal(bytes, File.ReadAllBytes(path));
        Assert.Equal([path], Directory.GetFiles(_folder.Path));
        Assert.True((await InversionStore.LoadFileAsync(path)).Metadata.FixedPoint);
    }

    [Fact]
    public async Task Leftovers_older_than_a_day_are_cleaned()
    {
        var leftover = Path.Combine(Directory.CreateDirectory(_folder["inversions"]).FullName, ".x.tmp");
        File.WriteAllText(leftover, "x");
        File.SetLastWriteTimeUtc(leftover, Libraries.Start.UtcDateTime.AddHours(-25));
        await Open().SaveAsync(Samples.Floating());
        Assert.False(File.Exists(leftover));
    }

    private InversionStore Open(ListLogger<InversionStore>? logger = null)
    {
        var clock = new SteppingClock(Libraries.Start, TimeSpan.FromMilliseconds(1));
        var random = new Random(1);
        return new InversionStore(new LibraryOptions { Root = _folder.Path }, new LibraryId(clock, random.NextBytes), clock, logger);
    }
}
