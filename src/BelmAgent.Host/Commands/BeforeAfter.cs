using BelmAgent.Editing.Library;
using BelmAgent.Host.Files;
using BelmAgent.Imaging.Codecs;
using BelmAgent.Imaging.Comparison;

namespace BelmAgent.Host.Commands;

/// <summary>A picture before and after, side by side.</summary>
internal static class BeforeAfter
{
    public static Task WriteAsync(Picture before, Picture after, OutputFile output, CancellationToken cancellationToken)
    {
        var codec = ImageCodec.Default;
        var sheet = ContactSheet.SideBySide([codec.ReadFile(before.Path), codec.ReadFile(after.Path)]);
        return output.WriteAsync(codec.EncodePng(sheet), cancellationToken);
    }
}
