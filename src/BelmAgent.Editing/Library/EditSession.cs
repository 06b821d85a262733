using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace BelmAgent.Editing.Library;

/// <summary>A conversation about pictures: which were shown, which is the current one, what was said. Holds ids, never bytes.</summary>
/// <remarks>Immutable and safe to share: each change gives another session. Pictures have numbers by the order in which they came, from 1.</remarks>
public sealed record EditSession
{
    /// <summary>Prefix of sessions' ids.</summary>
    public const string Prefix = "ses";

    /// <summary>Gets the session's id.</summary>
    [JsonPropertyName("session_id")]
    public required string Id { get; init; }

    /// <summary>Gets when it began, in UTC.</summary>
    [JsonPropertyName("created")]
    public required DateTimeOffset Created { get; init; }

    /// <summary>Gets the pictures that were shown, in the order in which they came, each once.</summary>
    [JsonPropertyName("pictures")]
    public ImmutableArray<string> Pictures { get; init; } = [];

    /// <summary>Gets the picture that the next request is about; null before there is one.</summary>
    [JsonPropertyName("current")]
    public string? Current { get; init; }

    /// <summary>Gets the pictures that were left by going back, the last left last.</summary>
    [JsonPropertyName("redo")]
    public ImmutableArray<string> RedoStack { get; init; } = [];

    /// <summary>What was said, oldest first.</summary>
    [JsonPropertyName("turns")]
    public ImmutableArray<SessionTurn> Turns { get; init; } = [];

    /// <summary>Gets the edit that still runs, so that one can ask how far it is; null when none does.</summary>
    [JsonPropertyName("job")]
    public string? Job { get; init; }

    /// <summary>
    /// Gets the mask that the next edit keeps to; null when it may change the whole picture. Gone with the picture that it lies on.
    /// </summary>
    [JsonPropertyName("mask")]
    public string? Mask { get; init; }

    /// <summary>Gets the turn under way; null between turns. One that is there when a session is loaded was interrupted.</summary>
    [JsonPropertyName("pending")]
    public SessionTurn? Pending { get; init; }

    /// <summary>Gets the question that is open: the last turn's; null when there is none.</summary>
    [JsonIgnore]
    public SessionTurn? OpenQuestion => Turns is [.., { Question: not null } last] ? last : null;

    /// <summary>Returns the number of a picture, from 1; null for one that was not shown.</summary>
    /// <param name="imageId">The picture.</param>
    public int? NumberOf(string imageId) => Pictures.IndexOf(imageId) is >= 0 and var index ? index + 1 : null;

    /// <summary>Returns a new picture comes and is the current one; what had been undone can no longer be redone.</summary>
    /// <param name="imageId">The picture.</param>
    public EditSession Show(string imageId)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(imageId);
        return this with { Pictures = Pictures.Contains(imageId) ? Pictures : Pictures.Add(imageId), Current = imageId, RedoStack = [], Mask = null };
    }

    /// <summary>
    /// Goes to a picture: back to one before the current, forward again to one that was left, or to any other. What is left by going back
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

    /// <summary>Returns a turn begins.</summary>
    /// <param name="request">The person's words.</param>
    /// <param name="at">When.</param>
    public EditSession Begin(string request, DateTimeOffset at) => this with { Pending = new SessionTurn { Request = request, From = Current, At = at } };

    /// <summary>Returns the turn under way ends.</summary>
    /// <param name="answer">What was answered.</param>
    /// <param name="question">The question in it, if there is one.</param>
    /// <param name="about">The words that the question is about. Null: the turn's own.</param>
    /// <param name="aboutImage">The picture that the question is about. Null: the current one.</param>
    public EditSession End(string answer, string? question = null, string? about = null, string? aboutImage = null) => Pending is not { } turn ? this : this with
    {
        Turns = Turns.Add(turn with { Answer = answer, Question = question, About = question is null ? null : about ?? turn.Request, AboutImage = question is null ? null : aboutImage ?? Current, To = Current }),
        Pending = null,
    };
}

/// <summary>One request of a conversation and what came of it.</summary>
/// <remarks>Immutable and safe to share.</remarks>
public sealed record SessionTurn
{
    /// <summary>Gets the person's words.</summary>
    [JsonPropertyName("request")]
    public required string Request { get; init; }

    /// <summary>What was answered; null while the turn is under way.</summary>
    [JsonPropertyName("answer")]
    public string? Answer { get; init; }

    /// <summary>Gets the question that the answer put back to the person; null when it was none.</summary>
    [JsonPropertyName("question")]
    public string? Question { get; init; }

    /// <summary>
    /// Gets the words that the question is about: those of this turn, or of the turn that it goes on from. Null without a question.
    /// </summary>
    [JsonPropertyName("about")]
    public string? About { get; init; }

    /// <summary>Gets the picture that the question is about. Null without a question.</summary>
    [JsonPropertyName("about_image")]
    public string? AboutImage { get; init; }

    /// <summary>Gets the current picture when it was said; null when there was none.</summary>
    [JsonPropertyName("from")]
    public string? From { get; init; }

    /// <summary>Gets the current picture afterwards.</summary>
    [JsonPropertyName("to")]
    public string? To { get; init; }

    /// <summary>Gets when it was said, in UTC.</summary>
    [JsonPropertyName("at")]
    public DateTimeOffset At { get; init; }
}
