using BelmAgent.Editing;
using BelmAgent.Editing.Library;
using BelmAgent.Plugins.Chat;
using BelmAgent.Plugins.Tests.Fakes;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace BelmAgent.Plugins.Tests.Conversations;

/// <summary>Plays a conversation: the chat over a fake domain, with events around it.</summary>
internal sealed class ConversationStage(bool isStreamed) : IDisposable
{
    private readonly BelmHouse _house = new();
    private readonly BelmConversation _conversation = new();
    private int _editsBefore;
    private int _editsAfter;

    public EditSession Session => _conversation.Session;

    public FakeDomain Service => _house.Service;

    /// <summary>Gets the session before the last turn.</summary>
    public EditSession Before { get; private set; } = new() { Id = "", Created = default };

    /// <summary>Gets the answer of the last turn.</summary>
    public string Said { get; private set; } = "";

    /// <summary>Gets the functions that the last turn called, in order.</summary>
    public IReadOnlyList<string> Called { get; private set; } = [];

    /// <summary>Gets the edits that ended since the turn before the last, in order.</summary>
    public IReadOnlyList<Picture> Edits => [.. Service.Edited.Take(_editsAfter).Skip(_editsBefore)];

    private BelmOptions Options => _house.Services.GetRequiredService<IOptions<BelmOptions>>().Value;

    /// <summary>Gets the words that start a line of set-up.</summary>
    public static IReadOnlySet<string> Words { get; } =
        new HashSet<string> { "picture", "approver", "check", "attempts", "limit", "gone", "masked", "hold", "release", "wait" };

    /// <summary>Executes a line of set-up.</summary>
    public async Task SetUpAsync(string word, string rest)
    {
        switch (word)
        {
            case "picture":
                await _conversation.ShowAsync(Service.Add(rest == "?" ? null : rest));
                break;
            case "approver":
                Service.Approves = rest == "approves";
                break;
            case "check":
                SetCheck(rest);
                break;
            case "attempts":
                Service.Tries = Numbers.Read(rest);
                break;
            case "limit":
                Options.MaxPicturesPerTurn = Numbers.Read(rest);
                break;
            case "gone":
                Service.TakeAway(Session.Pictures[Numbers.Read(rest) - 1]);
                break;
            case "masked":
                await _conversation.ChangeAsync(Session with { Mask = (await Service.ImportMaskAsync("mask.png", Session.Current!)).Id });
                break;
            case "hold":
                (Service.Hold, Options.Wait) = (new EditHold(), TimeSpan.Zero);
                break;
            case "release":
                Service.Hold!.Release();
                await _house.Services.GetRequiredService<IEditJobs>().WaitAsync(Session.Job!, TimeSpan.FromHours(1));
                break;
            case "wait":
                Options.Wait = TimeSpan.FromHours(1);
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(word), word, null);
        }
    }

    /// <summary>Returns a line with numbers in braces replaced by ids.</summary>
    public string Named(string line) => Numbers.Replace(line, number => Session.Pictures[number - 1]);

    /// <summary>Sends a message, and collects the answer.</summary>
    public async Task SayAsync(string request)
    {
        (Before, _editsBefore) = (Session, _editsAfter);
        var chat = _house.Services.GetRequiredService<BelmAgentChat>();
        var response = isStreamed ? await chat.StreamAsync(_conversation, request).ToChatResponseAsync() : await chat.SendAsync(_conversation, request);
        (Said, _editsAfter) = (response.Text, Service.Edited.Count);
        Called = [.. response.Messages.SelectMany(message => message.Contents).OfType<FunctionCallContent>().Select(call => call.Name["belm_".Length..])];
        if (Session.Job is not null && Service.Hold is { } hold)
        {
            await hold.Reached;
        }
    }

    public void Dispose()
    {
        Service.Hold?.Release();
        _house.Dispose();
    }

    private void SetCheck(string rest)
    {
        switch (rest.Split(' ', 2))
        {
            case ["sees", var caption]:
                Service.Sees = caption == "it" ? null : caption;
                break;
            case ["finds", var what]:
                Service.Damages = what == "damage";
                Service.Changes = what is "damage" or "nothing" ? [] : [what];
                break;
            case ["is", "blind"]:
                Service.IsBlind = true;
                break;
            default:
                throw new FormatException($"'check {rest}' is no line of a script.");
        }
    }
}
