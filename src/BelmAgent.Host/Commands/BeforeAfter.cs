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
        var sheet = ContactSheet.SideBySide([ImageCodec.ReadFile(before.Path, cancellationToken: cancellationToken), ImageCodec.ReadFile(after.Path, cancellationToken: cancellationToken)]);
        return output.WriteAsync(ImageCodec.EncodePng(sheet), cancellationToken);
    }
}
