using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace BelmAgent.Editing.Library;

/// <summary>A conversation about pictures: the shown pictures, the current one and the turns. Contains ids, never bytes.</summary>
/// <remarks>Immutable and safe to share: each change returns a new session. Pictures are numbered in order of appearance, from 1.</remarks>
public sealed record EditSession
{
    /// <summary>Prefix of sessions' ids.</summary>
    public const string Prefix = "ses";

    /// <summary>Gets the session's id.</summary>
    [JsonPropertyName("session_id")]
    public required string Id { get; init; }

    /// <summary>Gets when it started, in UTC.</summary>
    [JsonPropertyName("created")]
    public required DateTimeOffset Created { get; init; }

    /// <summary>Gets the shown pictures in order of appearance, each once.</summary>
    [JsonPropertyName("pictures")]
    public ImmutableArray<string> Pictures { get; init; } = [];

    /// <summary>Gets the picture that the next request refers to; null before there is one.</summary>
    [JsonPropertyName("current")]
    public string? Current { get; init; }

    /// <summary>Gets the pictures that were left by going back, most recent last.</summary>
    [JsonPropertyName("redo")]
    public ImmutableArray<string> RedoStack { get; init; } = [];

    /// <summary>Gets the turns, oldest first.</summary>
    [JsonPropertyName("turns")]
    public ImmutableArray<SessionTurn> Turns { get; init; } = [];

    /// <summary>Gets the edit that is still running, so that its progress can be queried; null if there is none.</summary>
    [JsonPropertyName("job")]
    public string? Job { get; init; }

    /// <summary>Gets the mask for the next edit; null if the whole picture may change. It is dropped together with its picture.</summary>
    [JsonPropertyName("mask")]
    public string? Mask { get; init; }

    /// <summary>Gets the current turn; null between turns. A session loaded with one was interrupted.</summary>
    [JsonPropertyName("pending")]
    public SessionTurn? Pending { get; init; }

    /// <summary>Gets the open question, that of the last turn; null if there is none, or another image has been shown since it was asked.</summary>
    [JsonIgnore]
    public SessionTurn? OpenQuestion => Turns is [.., { Question: not null } last] && last.To == Current ? last : null;

    /// <summary>Returns the number of a picture, from 1; null if it was not shown.</summary>
    /// <param name="imageId">The picture.</param>
    public int? NumberOf(string imageId) => Pictures.IndexOf(imageId) is >= 0 and var index ? index + 1 : null;

    /// <summary>Adds a picture and makes it current; undone pictures can no longer be redone.</summary>
    /// <param name="imageId">The picture.</param>
    public EditSession Show(string imageId)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(imageId);
        return this with { Pictures = Pictures.Contains(imageId) ? Pictures : Pictures.Add(imageId), Current = imageId, RedoStack = [], Mask = null };
    }

    /// <summary>
    /// Goes to a picture: back to an earlier one, forward again to one that was left, or to any other. A picture left by going back
    /// can be redone.
    /// </summary>
    /// <param name="imageId">The picture.</param>
    /// <param name="isBack">Whether this goes back from the current picture (undo).</param>
    public EditSession GoTo(string imageId, bool isBack = false)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(imageId);
        if (imageId == Current)
        {
            return this;
        }

        var redo = RedoStack is [.., var last] && last == imageId ? RedoStack[..^1]
            : isBack && Current is { } left ? RedoStack.Add(left)
            : [];
        return this with { Pictures = Pictures.Contains(imageId) ? Pictures : Pictures.Add(imageId), Current = imageId, RedoStack = redo, Mask = null };
    }

    /// <summary>Starts a turn.</summary>
    /// <param name="request">The user's words.</param>
    /// <param name="at">The time.</param>
    public EditSession Begin(string request, DateTimeOffset at) => this with { Pending = new SessionTurn { Request = request, From = Current, At = at } };

    /// <summary>Ends the current turn.</summary>
    /// <param name="answer">The answer.</param>
    /// <param name="question">The question in it, if any.</param>
    /// <param name="about">The words that the question refers to. Null: the turn's own.</param>
    /// <param name="aboutImage">The picture that the question refers to. Null: the current one.</param>
    public EditSession End(string answer, string? question = null, string? about = null, string? aboutImage = null) => Pending is not { } turn ? this : this with
    {
        Turns = Turns.Add(turn with { Answer = answer, Question = question, About = question is null ? null : about ?? turn.Request, AboutImage = question is null ? null : aboutImage ?? Current, To = Current }),
        Pending = null,
    };
}

/// <summary>A request of a conversation and its result.</summary>
/// <remarks>Immutable and safe to share.</remarks>
public sealed record SessionTurn
{
    /// <summary>Gets the user's words.</summary>
    [JsonPropertyName("request")]
    public required string Request { get; init; }

    /// <summary>Gets the answer; null while the turn is in progress.</summary>
    [JsonPropertyName("answer")]
    public string? Answer { get; init; }

    /// <summary>Gets the question that the answer asks the user; null if there is none.</summary>
    [JsonPropertyName("question")]
    public string? Question { get; init; }

    /// <summary>Gets the words that the question refers to: those of this turn, or of the turn that it continues. Null without a question.</summary>
    [JsonPropertyName("about")]
    public string? About { get; init; }

    /// <summary>Gets the picture that the question refers to. Null without a question.</summary>
    [JsonPropertyName("about_image")]
    public string? AboutImage { get; init; }

    /// <summary>Gets the current picture before the turn; null if there was none.</summary>
    [JsonPropertyName("from")]
    public string? From { get; init; }

    /// <summary>Gets the current picture after the turn.</summary>
    [JsonPropertyName("to")]
    public string? To { get; init; }

    /// <summary>Gets the time of the request, in UTC.</summary>
    [JsonPropertyName("at")]
    public DateTimeOffset At { get; init; }
}
