using System.CommandLine;
using BelmAgent.Editing.Library;
using BelmAgent.Host.Failures;
using BelmAgent.Imaging.Files;

namespace BelmAgent.Host.Commands;

/// <summary>An argument given as a file or as an id of the library.</summary>
/// <param name="name">The argument's name.</param>
/// <param name="prefix">The prefix of its ids.</param>
/// <param name="thing">The kind of file in messages, with its article: "an image".</param>
internal class StoredArgument(string name, string prefix, string thing) : Argument<string>(name)
{
    /// <summary>The end of a remedy where the library's ids are accepted too.</summary>
    public const string OrStored = ", or the id of one in the library";

    /// <summary>Returns the file, if the argument is one.</summary>
    /// <exception cref="BelmException"><c>link_loop</c>: the file's links form a loop.</exception>
    public string? File(ParseResult line) =>
        line.GetValue(this) is { } named && System.IO.File.Exists(named)
            ? RealPath.IsLoop(named) ? throw RealPath.Loop(named) : Path.GetFullPath(named)
            : null;

    /// <summary>Returns the full path of an image file that the user names.</summary>
    /// <exception cref="BelmException">There is no such file, or it is a folder or a link loop.</exception>
    public static string ImageFile(string named) => RealPath.IsLoop(named) ? throw RealPath.Loop(named)
        : System.IO.File.Exists(named) ? Path.GetFullPath(named)
        : throw NoFile(named, named, "an image");

    /// <summary>Creates the failure of a path at which there is no file: nothing, or a folder.</summary>
    /// <param name="path">The path.</param>
    /// <param name="shown">The path as the user gave it.</param>
    /// <param name="thing">The kind of file that is needed, with its article.</param>
    /// <param name="otherwise">The end of the remedy, such as <see cref="OrStored"/>. Default: nothing.</param>
    public static BelmException NoFile(string path, string shown, string thing, string otherwise = "") => Directory.Exists(path)
        ? UsageError.Create("file_not_found", $"'{shown}' is a folder", $"name {thing} file in it{otherwise}")
        : UsageError.Create("file_not_found", $"There is no file '{shown}'", $"name {thing} file{otherwise}");

    /// <summary>Returns the id.</summary>
    /// <exception cref="BelmException">The argument does not have the form of an id, so it is a file that does not exist.</exception>
    public string Id(ParseResult line) => line.GetRequiredValue(this) is var named && LibraryId.IsValid(named, prefix) ? named
        : throw NoFile(named, named, thing, OrStored);
}

/// <summary>A picture on the command line: a file, or the id of a picture in the library.</summary>
internal sealed class ImageArgument() : StoredArgument("IMAGE", LibraryId.Picture, "an image")
{
    /// <summary>Returns the base name for a file made from the picture.</summary>
    public string Stem(ParseResult line) => Path.GetFileNameWithoutExtension(line.GetRequiredValue(this));

    /// <summary>Imports the file into the library, or finds the id there.</summary>
    public Task<Picture> ResolveAsync(CommandContext context) => File(context.Line) is { } file
        ? context.Images.ImportAsync(file, context.CancellationToken)
        : context.Images.GetAsync(Id(context.Line), context.CancellationToken);
}
