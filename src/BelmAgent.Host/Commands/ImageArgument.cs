using System.CommandLine;
using BelmAgent.Editing.Library;

namespace BelmAgent.Host.Commands;

/// <summary>A picture on the command line: a file, or the id of a picture in the library.</summary>
internal sealed class ImageArgument() : StoredArgument("IMAGE", LibraryId.Picture, "picture")
{
    /// <summary>Returns the base name for a file made from the picture.</summary>
    public string Stem(ParseResult line) => Path.GetFileNameWithoutExtension(line.GetRequiredValue(this));

    /// <summary>Imports the file into the library, or finds the id there.</summary>
    public Task<Picture> ResolveAsync(CommandContext context) => File(context.Line) is { } file
        ? context.Images.ImportAsync(file, context.CancellationToken)
        : context.Images.GetAsync(Id(context.Line), context.CancellationToken);
}
