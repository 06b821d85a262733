using BelmAgent.Editing.Library;
using BelmAgent.Host.Output;
using BelmAgent.Host.Terminal;
using BelmAgent.Host.Terminal.Graphics;
using BelmAgent.Imaging;
using BelmAgent.Imaging.Codecs;
using BelmAgent.Imaging.Comparison;

namespace BelmAgent.Host.Chat;

/// <summary>Shows pictures of the library in a conversation: themselves where the terminal can, their files always.</summary>
internal sealed class ChatPictures(Screen screen, TerminalPictures pictures)
{
    private static readonly CellBox ThumbnailRoom = new(12, 6);

    /// <summary>Shows one picture.</summary>
    public void Show(Picture picture, string? caption)
    {
        if (pictures.CanShow)
        {
            pictures.Show(Read(picture));
        }

        Facts(picture, caption).WriteTo(screen.Words);
    }

    /// <summary>Shows what an edit made of a picture, side by side.</summary>
    public void ShowChange(Picture before, Picture after, string? caption)
    {
        if (!pictures.CanShow)
        {
            new FactSheet().AddFile("Before", before.Path).WriteTo(screen.Words);
        }
        else
        {
            pictures.Show(ContactSheet.SideBySide([Read(before), Read(after)], background: RgbColor.Grey));
            new FactSheet().Add("Before", $"{before.Id} | after {after.Id}").WriteTo(screen.Words);
        }

        Facts(after, caption).WriteTo(screen.Words);
    }

    /// <summary>Lists pictures as a tree.</summary>
    /// <param name="history">The pictures with their numbers, oldest first.</param>
    /// <param name="currentId">The picture to mark.</param>
    public void List(IReadOnlyList<(int Number, Picture Picture)> history, string? currentId)
    {
        foreach (var line in HistoryView.Lines(history, currentId, screen.Size.Columns, pictures.CanShow ? Thumbnail : null))
        {
            screen.Words.Profile.Out.Writer.WriteLine(line);
        }
    }

    private static RgbImage Read(Picture picture) => ImageCodec.Default.ReadFile(picture.Path);

    private static IReadOnlyList<string> Thumbnail(Picture picture)
    {
        var image = Read(picture);
        return HalfBlocks.Lines(image, CellBox.Within(image, ThumbnailRoom));
    }

    private static FactSheet Facts(Picture picture, string? caption) =>
        new FactSheet().AddFile("Picture", picture.Path).Add("  shows", caption ?? "nothing that this model can name: say what it shows");
}
