using BelmAgent.Editing.Library;

namespace BelmAgent.Plugins.Chat;

/// <summary>A user's conversation: a session, and where it is saved.</summary>
/// <remarks>Not safe to share between threads: one turn at a time.</remarks>
/// <param name="session">The session to continue. Null: a new one that is not saved.</param>
/// <param name="store">Saves the session after each step. Null: not saved.</param>
public sealed class BelmConversation(EditSession? session = null, SessionStore? store = null)
{
    /// <summary>Gets the session so far.</summary>
    public EditSession Session { get; private set; } = session ?? new EditSession { Id = "", Created = default };

    /// <summary>Gets the picture that the next request refers to; null before there is one. Changes with each edit and undo.</summary>
    public string? ImageId
    {
        get => Session.Current;
        init => Session = value is null ? Session : Session.Show(value);
    }

    /// <summary>Starts with a picture, or continues with another one.</summary>
    /// <param name="imageId">The picture.</param>
    /// <param name="cancellationToken">Cancels the saving.</param>
    public Task ShowAsync(string imageId, CancellationToken cancellationToken = default) => ChangeAsync(Session.Show(imageId), cancellationToken);

    /// <summary>Changes the session, and saves it if it is saved.</summary>
    /// <param name="changed">The new session.</param>
    /// <param name="cancellationToken">Cancels the saving.</param>
    public async Task ChangeAsync(EditSession changed, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(changed);
        if (changed == Session)
        {
            return;
        }

        Session = changed;
        if (store is not null)
        {
            await store.SaveAsync(changed, cancellationToken);
        }
    }
}
