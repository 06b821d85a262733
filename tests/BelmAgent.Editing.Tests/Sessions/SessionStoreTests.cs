using BelmAgent.Editing.Library;
using BelmAgent.Editing.Tests.Doubles;

namespace BelmAgent.Editing.Tests.Sessions;

public sealed class SessionStoreTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly SteppingClock _clock = new(DateTimeOffset.UnixEpoch, TimeSpan.FromSeconds(1));
    private readonly SessionStore _store;

    public SessionStoreTests() => _store = new SessionStore(new LibraryOptions { Root = _folder.Path }, new LibraryId(_clock), _clock);

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_session_comes_back_as_it_was()
    {
        var session = _store.Create().Show("img_a").Show("img_b").GoTo("img_a", isBack: true)
            .Begin("make it \"blue\"\n", _clock.GetUtcNow()).End("Done.", "Which?") with { Job = "job_1", Mask = "img_m" };
        session = session.Begin("more", _clock.GetUtcNow());

        await _store.SaveAsync(session);
        var loaded = await _store.LoadAsync(session.Id);

        Assert.Equal(session.Pictures, loaded.Pictures);
        Assert.Equal(session.RedoStack, loaded.RedoStack);
        Assert.Equal(session.Turns, loaded.Turns);
        Assert.Equal(session.Pending, loaded.Pending);
        Assert.Equal((session.Id, session.Created, session.Current, session.Job, session.Mask), (loaded.Id, loaded.Created, loaded.Current, loaded.Job, loaded.Mask));
    }

    [Fact]
    public async Task The_last_one_saved_is_the_one_to_resume()
    {
        var (first, second) = (_store.Create(), _store.Create());
        await _store.SaveAsync(first);
        await _store.SaveAsync(second);
        await _store.SaveAsync(first);
        File.SetLastWriteTimeUtc(Path.Combine(_store.Folder, $"{second.Id}.json"), DateTime.UnixEpoch);

        Assert.Equal(first.Id, (await _store.LoadAsync()).Id);
        Assert.Equal([first.Id, second.Id], _store.List());
    }

    [Fact]
    public async Task There_may_be_none()
    {
        var none = await Assert.ThrowsAsync<BelmException>(() => _store.LoadAsync());
        Assert.Equal("session_not_found", none.Code);
        Assert.Empty(none.KnownIds!);

        var known = _store.Create();
        await _store.SaveAsync(known);
        var unknown = await Assert.ThrowsAsync<BelmException>(() => _store.LoadAsync("../../etc/passwd"));
        Assert.Equal("session_not_found", unknown.Code);
        Assert.Equal([known.Id], unknown.KnownIds);
    }

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("{\"session_id\":\"ses_other\",\"created\":\"2026-01-01T00:00:00+00:00\"}")]
    public async Task A_damaged_file_is_one_typed_error(string content)
    {
        var session = _store.Create();
        await _store.SaveAsync(session);
        var path = Path.Combine(_store.Folder, $"{session.Id}.json");
        await File.WriteAllTextAsync(path, content);

        var broken = await Assert.ThrowsAsync<BelmException>(() => _store.LoadAsync(session.Id));
        Assert.Equal("not_a_session", broken.Code);
        Assert.Contains(path, broken.Problem, StringComparison.Ordinal);
    }
}
