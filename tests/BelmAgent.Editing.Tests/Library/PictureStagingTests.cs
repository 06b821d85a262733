using BelmAgent.Editing.Library;
using BelmAgent.Editing.Tests.Doubles;

namespace BelmAgent.Editing.Tests.Library;

/// <summary>A staged picture is no picture before it is published, and is published once.</summary>
public sealed class PictureStagingTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly PictureLibrary _library;

    public PictureStagingTests() => _library = Libraries.Open(_folder.Path);

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_staged_picture_is_not_found_until_it_is_published()
    {
        var image = Libraries.Noise(5, 4, seed: 1);
        var staged = await _library.StageAsync(image, Libraries.Imported());

        await Assert.ThrowsAsync<BelmException>(() => _library.GetAsync(staged.Id));
        Assert.Empty(await _library.ListAsync());

        var published = await Libraries.Open(_folder.Path).PublishAsync(staged.Id);
        Assert.Equal((staged.Id, staged.Path, staged.Created), (published.Id, published.Path, published.Created));
        Assert.True(image.ContentEquals(await _library.ReadImageAsync(staged.Id)));
    }

    [Fact]
    public async Task Publishing_again_changes_nothing_also_at_the_same_moment()
    {
        var staged = await _library.StageAsync(Libraries.Noise(5, 4, seed: 1), Libraries.Imported());

        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => Libraries.Open(_folder.Path).PublishAsync(staged.Id))));
        await _library.PublishAsync(staged.Id);

        Assert.Single(await _library.ListAsync());
        Assert.Empty(Directory.GetFiles(_folder["staging"]));
    }

    [Theory]
    [InlineData("img_1jf3k9x2ma7bqpz")]
    [InlineData("../../etc/passwd")]
    public async Task What_was_never_staged_is_not_found(string id) =>
        Assert.Equal("image_not_found", (await Assert.ThrowsAsync<BelmException>(() => _library.PublishAsync(id))).Code);

    [Fact]
    public async Task A_discarded_picture_is_gone_and_a_published_one_stays()
    {
        var discarded = await _library.StageAsync(Libraries.Noise(5, 4, seed: 1), Libraries.Imported());
        var published = await _library.StageAsync(Libraries.Noise(5, 4, seed: 2), Libraries.Imported());
        await _library.PublishAsync(published.Id);

        _library.Discard(discarded.Id);
        _library.Discard(published.Id);

        await Assert.ThrowsAsync<BelmException>(() => _library.PublishAsync(discarded.Id));
        Assert.Equal(published.Id, Assert.Single(await _library.ListAsync()).Id);
    }

    [Fact]
    public async Task What_was_never_published_is_deleted_after_a_day()
    {
        var old = await _library.StageAsync(Libraries.Noise(5, 4, seed: 1), Libraries.Imported());
        var recent = await _library.StageAsync(Libraries.Noise(5, 4, seed: 2), Libraries.Imported());
        File.SetLastWriteTimeUtc(_folder["staging", $"{old.Id}.png"], File.GetLastWriteTimeUtc(_folder["staging", $"{recent.Id}.png"]).AddDays(-365));

        await _library.StageAsync(Libraries.Noise(5, 4, seed: 3), Libraries.Imported());

        Assert.False(File.Exists(_folder["staging", $"{old.Id}.png"]));
    }
}
