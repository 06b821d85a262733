using BelmAgent.Editing.Library;

namespace BelmAgent.Plugins.Tests.Conversations;

/// <summary>The expectations of one turn. A turn must expect something about the answer and about the state.</summary>
internal sealed class TurnExpectations(ConversationStage stage, string request)
{
    private readonly Queue<Picture> _edits = new(stage.Edits);
    private int _made;
    private bool _isHeard;
    private bool _isSeen;

    /// <summary>Asserts the expectation of a line.</summary>
    /// <returns>Whether the line is an expectation.</returns>
    public async Task<bool> MeetAsync(string word, string rest)
    {
        switch (word)
        {
            case "says":
                _isHeard = true;
                Assert.Contains(rest, stage.Said, StringComparison.OrdinalIgnoreCase);
                return true;
            case "never":
                Assert.DoesNotContain(rest["says ".Length..], stage.Said, StringComparison.OrdinalIgnoreCase);
                return true;
            case "asks":
                _isHeard = true;
                Assert.Contains(rest, stage.Said, StringComparison.OrdinalIgnoreCase);
                Assert.Contains(rest, stage.Session.OpenQuestion?.Question ?? "", StringComparison.OrdinalIgnoreCase);
                return true;
            default:
                return _isSeen |= await SeesAsync(word, rest);
        }
    }

    /// <summary>Asserts that nothing else happened.</summary>
    public void End()
    {
        Assert.True(_isHeard && _isSeen, $"'{request}' expects nothing of {(_isHeard ? "the state" : "what is said")}.");
        Assert.Empty(_edits);
        Assert.Equal(stage.Before.Pictures.Length + _made, stage.Session.Pictures.Length);
        Assert.Null(stage.Session.Pending);
        Assert.Equal((request, stage.Session.Current), (stage.Session.Turns[^1].Request, stage.Session.Turns[^1].To));
    }

    private async Task<bool> SeesAsync(string word, string rest)
    {
        switch (word)
        {
            case "edits":
                await EditAsync(rest.Split(" -> "));
                return true;
            case "arrives":
                await ArriveAsync(rest.Split(" -> "));
                return true;
            case "generates":
                _made++;
                Assert.Equal(rest, stage.Service.Generated!.Prompt);
                Assert.Equal(stage.Session.Pictures[^1], stage.Session.Current);
                return true;
            case "refused":
                Assert.Equal(rest, $"{Number(stage.Service.Proposed!.ImageId)} -> {stage.Service.Proposed.Plan.TargetPrompt}");
                return true;
            case "stays":
                Assert.Equal(
                    (stage.Before.Current, string.Join(' ', stage.Before.RedoStack)), (stage.Session.Current, string.Join(' ', stage.Session.RedoStack)));
                return true;
            case "at":
                Assert.Equal(rest, Number(stage.Session.Current));
                return true;
            case "redo":
                Assert.Equal(rest, stage.Session.RedoStack is [.., var redo] ? Number(redo) : "none");
                return true;
            case "calls":
                Assert.Equal(rest, stage.Called.Count == 0 ? "nothing" : string.Join(' ', stage.Called));
                return true;
            case "job":
                Assert.Equal(rest, stage.Session.Job is null ? "none" : "runs");
                return true;
            case "mask":
                Assert.Equal(rest, stage.Session.Mask ?? "none");
                return true;
            case "guidance":
                Assert.Equal(rest, stage.Service.Proposed!.Plan.Guidance?.ToString(System.Globalization.CultureInfo.InvariantCulture));
                return true;
            case "planned":
                Assert.Equal(rest, $"{stage.Service.Proposed!.Plan.Start?.ToString() ?? "First"} {stage.Service.Proposed.Plan.DirectInversion.MaskId}".Trim());
                return true;
            default:
                return false;
        }
    }

    // "1 -> a red house": the first picture was edited, and the new one is the last of the session.
    private async Task EditAsync(string[] expected)
    {
        await ArriveAsync(expected);
        Assert.Equal(stage.Session.Pictures[^1], stage.Session.Current);
        Assert.Empty(stage.Session.RedoStack);
    }

    private async Task ArriveAsync(string[] expected)
    {
        _made++;
        Assert.NotEmpty(_edits);
        var edited = _edits.Dequeue();
        Assert.Equal((expected[0], expected[1]), (Number(edited.ParentId), await stage.Service.GetCaptionAsync(edited.Id)));
        Assert.Equal(stage.Before.Pictures.Length + _made, stage.Session.NumberOf(edited.Id));
    }

    private string Number(string? id) => id is null ? "none" : stage.Session.NumberOf(id)?.ToString(System.Globalization.CultureInfo.InvariantCulture) ?? id;
}
