using BelmAgent.Editing.Library;
using BelmAgent.Host.Files;
using Spectre.Console;

namespace BelmAgent.Host.Commands;

/// <summary>Copies a picture of the library to a file.</summary>
internal static class PictureDelivery
{
    public static async Task DeliverAsync(this CommandContext context, Picture picture, OutputFile output)
    {
        try
        {
            await output.CopyFromAsync(picture.Path, context.CancellationToken);
        }
        catch (Exception e) when (e is BelmException or IOException or UnauthorizedAccessException)
        {
            context.Screen.Error.WriteLine($"The picture itself is safe in the library as {picture.Id}.");
            throw;
        }
    }
}
