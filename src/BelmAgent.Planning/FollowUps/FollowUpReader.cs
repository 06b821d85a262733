using BelmAgent.Planning.Reading;
using BelmAgent.Planning.Requests;
using BelmAgent.Planning.Text;

namespace BelmAgent.Planning.FollowUps;

/// <summary>Reads words in the context of earlier turns: an answer, a correction, a repetition, or a new request.</summary>
/// <remarks>Earlier turns are interpreted in the same way, so "again" can refer to an answer.</remarks>
/// <param name="read">Reads a caption.</param>
/// <param name="places">Returns whether changes can be applied to a caption.</param>
internal sealed class FollowUpReader(Func<string, ICaption> read, Func<Understanding, bool> places)
{
    /// <summary>Interprets words.</summary>
    /// <param name="words">The user's words.</param>
    /// <param name="caption">The current caption of the picture.</param>
    /// <param name="history">The earlier turns, oldest first.</param>
    public Understanding Read(string words, string caption, IReadOnlyList<PlanningTurn> history)
    {
        var now = read(caption);
        var parser = new RequestParser(now);
        var own = new Understanding(now, parser.Parse(words)) { Said = parser.Said, Talk = parser.Talk, IsPlain = parser.IsPlain, IsNew = true };
        if (history.Count == 0 || history[^1] is not { Caption: not null } last)
        {
            return own;
        }

        IReadOnlyList<PlanningTurn> before = [.. history.SkipLast(1)];
        if (last.Plan is null)
        {
            return last.Question is null || IsComplete(words, own) ? own
                : GoOn(last.Request, VerbTable.Trim(FollowUp.WithoutCorrection(words)), now, before) ?? Continued(new Answer(FollowUp.WithoutCorrection(words).ToString(), own).To(Read(last.Request, caption, before), places)) ?? own;
        }

        return GoOn(words, said: null, now, history) ?? own;
    }

    // A correction or repetition of the last edit; if that caused a question, the answer completes it.
    private Understanding? GoOn(string words, Phrase? said, ICaption now, IReadOnlyList<PlanningTurn> history)
    {
        if (history.Count == 0 || history[^1] is not { Plan: not null, Caption: { } caption } edit || string.IsNullOrWhiteSpace(caption)
            || FollowUp.Read(words, edit.Request) is not { Kind: FollowUpKind.Correction or FollowUpKind.Repetition } followUp)
        {
            return null;
        }

        var done = Read(edit.Request, caption, [.. history.SkipLast(1)]);
        return Continued(followUp.Kind == FollowUpKind.Correction
            ? Correction.Apply(done, said ?? followUp.Said)
            : Repetition.Apply(done, said ?? followUp.Said, now, places));
    }

    private static Understanding? Continued(Understanding? understood) => understood is null ? null : understood with { IsNew = false };

    private bool IsComplete(string words, Understanding own) =>
        VerbTable.Read(VerbTable.Trim(Phrase.Parse(words))).Verb is not (Verb.None or Verb.Keep) && own.Changes.Count > 0
        && !own.Changes.Any(change => ChangeSubject.From(change) is { IsPronoun: true }) && places(own);
}

/// <summary>The meaning of a user's words in the context of earlier turns.</summary>
/// <param name="Caption">The caption to change: the current one, or the one before the last edit.</param>
/// <param name="Changes">The changes; empty if nothing was understood.</param>
internal sealed record Understanding(ICaption Caption, IReadOnlyList<Change> Changes)
{
    /// <summary>Gets the words that were read as changes.</summary>
    public string Said { get; init; } = "";

    /// <summary>Gets whether the words are a request by themselves, and no answer, correction or repetition. Default: false.</summary>
    public bool IsNew { get; init; }

    /// <summary>Gets whether all of it was read as a plain command, without punctuation inside. Default: false.</summary>
    public bool IsPlain { get; init; }

    /// <summary>Gets the words that were read as no part of the change.</summary>
    public IReadOnlyList<string> Talk { get; init; } = [];

    /// <summary>Returns the note about words that were read as no part of the change.</summary>
    public static string NoteOf(string talk) => $"\"{talk}\" was read as no part of the change.";

    /// <summary>Gets whether the last edit is to be undone first.</summary>
    public bool RevisesLast { get; init; }

    /// <summary>Gets the question to ask first; null if there is none.</summary>
    public PlanningOutcome? Question { get; init; }

    /// <summary>Returns the same, with a question instead of changes.</summary>
    public Understanding Ask(string question, string reason) => this with { Changes = [], Question = PlanningOutcome.Ask(question, reason) };
}
