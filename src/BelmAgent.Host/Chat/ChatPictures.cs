using BelmAgent.Editing;
using BelmAgent.Editing.Library;
using BelmAgent.Host.Output;
using BelmAgent.Host.Terminal;
using BelmAgent.Imaging;
using BelmAgent.Imaging.Codecs;
using BelmAgent.Imaging.Comparison;

namespace BelmAgent.Host.Chat;

/// <summary>Shows pictures of the library in a conversation: inline if the terminal supports it, and always their files.</summary>
internal sealed class ChatPictures(Screen screen, TerminalPictures pictures, Images images)
{
    private static readonly CellBox ThumbnailRoom = new(12, 6);

    /// <summary>Shows a picture of a session, next to the one that it was made from if that was shown too.</summary>
    public async Task ShowAsync(string imageId, EditSession session, CancellationToken cancellationToken)
    {
        var picture = await images.GetAsync(imageId, cancellationToken);
        var description = await images.DescribeAsync(imageId, cancellationToken);
        var before = picture.ParentId is { } parent && session.NumberOf(parent) is not null ? await FindAsync(parent, cancellationToken) : null;
        if (!pictures.CanShow)
        {
            if (before is not null)
            {
                new FactSheet().AddFile("Before", before.Path).WriteTo(screen.Words);
            }
        }
        else if (before is null)
        {
            pictures.Show(Read(picture));
        }
        else
        {
            pictures.Show(ContactSheet.SideBySide([Read(before), Read(picture)], background: RgbColor.Grey));
            new FactSheet().Add("Before", $"{Name(before.Id, session)} | after {Name(imageId, session)}").WriteTo(screen.Words);
        }

        new FactSheet()
            .AddFile("Image", picture.Path)
            .Add("  is", Name(imageId, session))
            .Add(
                description is { Caption: not null, Confidence: null } ? "  asked" : "  shows",
                description.Caption ?? "nothing that this model can name: describe it yourself")
            .WriteTo(screen.Words);
    }

    /// <summary>Prints pictures as a tree.</summary>
    /// <param name="history">The pictures with their numbers, oldest first.</param>
    /// <param name="currentId">The picture to mark.</param>
    public void List(IReadOnlyList<(int Number, Picture Picture)> history, string? currentId)
    {
        foreach (var line in HistoryView.Lines(history, currentId, screen.Size.Columns, pictures.CanShow ? Thumbnail : null))
        {
            screen.Words.Profile.Out.Writer.WriteLine(line);
        }
    }

    private async Task<Picture?> FindAsync(string imageId, CancellationToken cancellationToken)
    {
        try
        {
            return await images.GetAsync(imageId, cancellationToken);
        }
        catch (BelmException e) when (e.Kind == ErrorKind.NotFound)
        {
            return null;
        }
    }

    private static RgbImage Read(Picture picture) => ImageCodec.ReadFile(picture.Path);

    private static IReadOnlyList<string> Thumbnail(Picture picture)
    {
        var image = Read(picture);
        return HalfBlocks.Lines(image, CellBox.Within(image, ThumbnailRoom));
    }

    private static string Name(string imageId, EditSession session) => session.NumberOf(imageId) is { } number ? $"number {number}, {imageId}" : imageId;
}
