using System.Text;
using BelmAgent.Imaging;
using BelmAgent.Imaging.Codecs;
using BelmAgent.Imaging.Files;

namespace BelmAgent.Evaluation.Tables;

/// <summary>Writes the files of a report, each atomically.</summary>
/// <remarks>Stateless; safe to call from any thread for different files.</remarks>
internal static class ReportFile
{
    /// <summary>Writes a text in UTF-8 and returns the path of the file.</summary>
    /// <param name="folder">The folder, which exists.</param>
    /// <param name="name">The name of the file.</param>
    /// <param name="content">The text.</param>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public static string Write(string folder, string name, string content)
    {
        var path = Path.Combine(folder, name);
        AtomicFile.Write(path, stream => stream.Write(Encoding.UTF8.GetBytes(content)));
        return path;
    }

    /// <summary>Writes a picture and returns the path of the file.</summary>
    /// <param name="folder">The folder, which exists.</param>
    /// <param name="name">The name of the file.</param>
    /// <param name="image">The picture.</param>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public static string Write(string folder, string name, RgbImage image)
    {
        var path = Path.Combine(folder, name);
        ImageCodec.WriteFile(path, image);
        return path;
    }
}
