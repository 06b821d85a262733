using System.Globalization;
using BelmAgent.Editing;
using BelmAgent.Editing.Library;
using BelmAgent.Host.Commands;
using BelmAgent.Host.Failures;
using BelmAgent.Host.Output;
using BelmAgent.Imaging.Files;
using BelmAgent.Plugins.Chat;

namespace BelmAgent.Host.Chat;

/// <summary>Commands for the chat itself rather than the agent: <c>/undo</c>, <c>/open FILE</c> …</summary>
internal sealed class SlashCommands(Images images, SessionStore sessions, PathGuard paths, ChatPictures pictures, ChatWords words)
{
    private const string NoPicture = "There is no image yet.";

    private const string Help = """
        Say what to change in plain words: "make the red car blue", "add a tree on the left", "make it night", "a red car on a beach" for a new image.
        "more", "no, the other one", "in the first image, remove the sun" and "go back to the second image" are understood too.
        /undo goes back one image, /redo goes forward again, /go N goes to image N, /history lists all images.
        /open FILE continues with another image, /save FILE.png writes this one, /mask FILE limits edits to the white area of a mask (/mask off: no limit).
        /sessions lists saved conversations (belm chat --resume [ID]), /quit ends the chat. Ctrl-C stops the current work.
        """;

    public async Task RunAsync(string said, BelmConversation conversation, CancellationToken cancellationToken)
    {
        var (name, argument) = said.Split(' ', 2, StringSplitOptions.TrimEntries) is [var first, var rest] ? (first, rest.Trim('"', '\'')) : (said, "");
        await ((name, argument) switch
        {
            ("/help", "") => Say(Help),
            ("/undo", "") => WithPicture(conversation, id => UndoAsync(conversation, id, cancellationToken)),
            ("/redo", "") => RedoAsync(conversation, cancellationToken),
            ("/go", not "") => GoAsync(conversation, argument, cancellationToken),
            ("/history", "") => ListAsync(conversation.Session, cancellationToken),
            ("/open", not "") => OpenAsync(conversation, argument, cancellationToken),
            ("/save", not "") => WithPicture(conversation, id => SaveAsync(conversation, id, argument, cancellationToken)),
            ("/mask", "off") => UnmaskAsync(conversation, cancellationToken),
            ("/mask", not "") => WithPicture(conversation, id => MaskAsync(conversation, id, argument, cancellationToken)),
            ("/sessions", "") => Say(sessions.List() is { Count: > 0 } saved ? string.Join('\n', saved.Take(20)) : "There is no saved session yet."),
            ("/go", "") => Say("Give the number of an image: /go 2. /history lists them."),
            ("/open" or "/save" or "/mask", "") => Say($"Name a file: {name} {(name == "/save" ? "house.png" : name == "/mask" ? "mask.png, or /mask off" : "photo.png")}."),
            _ => Say($"There is no command {said}: /help lists the commands."),
        });
    }

    private Task WithPicture(BelmConversation conversation, Func<string, Task> run) => conversation.ImageId is { } id ? run(id) : Say(NoPicture);

    private async Task UndoAsync(BelmConversation conversation, string id, CancellationToken cancellationToken)
    {
        var before = await images.UndoAsync(id, cancellationToken);
        await conversation.ChangeAsync(conversation.Session.GoTo(before.Id, isBack: true), cancellationToken);
        await pictures.ShowAsync(before.Id, conversation.Session, cancellationToken);
    }

    private async Task RedoAsync(BelmConversation conversation, CancellationToken cancellationToken)
    {
        if (conversation.Session.RedoStack is not [.., var next])
        {
            await Say("There is nothing to redo.");
            return;
        }

        await MoveAsync(conversation, next, cancellationToken);
    }

    private async Task GoAsync(BelmConversation conversation, string number, CancellationToken cancellationToken)
    {
        var shown = conversation.Session.Pictures;
        if (!int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var n) || n < 1 || n > shown.Length)
        {
            await Say(shown.Length == 0 ? NoPicture : $"There is no image {number}: give 1 to {shown.Length}.");
            return;
        }

        await MoveAsync(conversation, shown[n - 1], cancellationToken);
    }

    private async Task MoveAsync(BelmConversation conversation, string imageId, CancellationToken cancellationToken)
    {
        await images.GetAsync(imageId, cancellationToken);
        var isBack = conversation.ImageId is { } from && await images.IsBeforeAsync(imageId, from, cancellationToken);
        await conversation.ChangeAsync(conversation.Session.GoTo(imageId, isBack), cancellationToken);
        await pictures.ShowAsync(imageId, conversation.Session, cancellationToken);
    }

    private async Task ListAsync(EditSession session, CancellationToken cancellationToken)
    {
        var shown = new List<(int, Picture)>();
        foreach (var (index, id) in session.Pictures.Index())
        {
            try
            {
                shown.Add((index + 1, await images.GetAsync(id, cancellationToken)));
            }
            catch (BelmException e) when (e.Kind == ErrorKind.NotFound)
            {
                // Its file was removed; the others still exist.
            }
        }

        if (shown.Count == 0)
        {
            await Say(NoPicture);
        }
        else
        {
            pictures.List(shown, session.Current);
        }
    }

    private async Task OpenAsync(BelmConversation conversation, string named, CancellationToken cancellationToken)
    {
        var picture = LibraryId.IsValid(named, LibraryId.Picture) ? await images.GetAsync(named, cancellationToken) : await images.ImportAsync(Allowed(named), cancellationToken);
        await conversation.ShowAsync(picture.Id, cancellationToken);
        await pictures.ShowAsync(picture.Id, conversation.Session, cancellationToken);
    }

    private async Task MaskAsync(BelmConversation conversation, string id, string file, CancellationToken cancellationToken)
    {
        var mask = await images.ImportMaskAsync(Allowed(file), id, cancellationToken);
        await conversation.ChangeAsync(conversation.Session with { Mask = mask.Id }, cancellationToken);
        await Say("Edits now change only the white area of the mask.");
    }

    private async Task UnmaskAsync(BelmConversation conversation, CancellationToken cancellationToken)
    {
        await conversation.ChangeAsync(conversation.Session with { Mask = null }, cancellationToken);
        await Say("Edits are no longer limited by a mask.");
    }

    private async Task SaveAsync(BelmConversation conversation, string id, string file, CancellationToken cancellationToken)
    {
        // The files opened in this conversation are originals: none of them is overwritten.
        if (paths.Roots.Contains(RealPath.Resolve(Expanded(file))))
        {
            throw UsageError.Create("output", $"'{file}' was opened in this conversation", "name another file for the image");
        }

        var output = OutputFile.Named(Expanded(file), ".png");
        await output.CopyFromAsync((await images.GetAsync(id, cancellationToken)).Path, cancellationToken);
        await Say($"Saved: {output.Shown} ({id}).");
    }

    // As a shell would have done.
    private static string Expanded(string file) => file.StartsWith("~/", StringComparison.Ordinal)
        ? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), file[2..])
        : file;

    // A file named at the keyboard may be read.
    private string Allowed(string file)
    {
        var path = Path.GetFullPath(Expanded(file));
        if (RealPath.IsLoop(path))
        {
            throw RealPath.Loop(path);
        }

        if (!File.Exists(path))
        {
            throw StoredArgument.NoFile(path, file, "an image", StoredArgument.OrStored);
        }

        paths.Allow(path);
        return path;
    }

    private Task Say(string text)
    {
        words.WriteLine(text);
        return Task.CompletedTask;
    }
}
