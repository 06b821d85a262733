using System.Security.Cryptography;
using System.Text.Json;
using BelmAgent.Imaging;
using BelmAgent.Imaging.Codecs;

namespace BelmAgent.Evaluation.Edits;

/// <summary>The stored edited pictures, under <c>pictures</c> in the results' folder.</summary>
internal static class EditPictures
{
    public static void Write(string folder, EditPair pair, EditMethod method, RgbImage image)
    {
        var path = PathOf(folder, pair, method);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        ImageCodec.WriteFile(path, image);
    }

    /// <summary>Returns the picture; null if it was not kept.</summary>
    public static RgbImage? Read(string folder, EditPair pair, EditMethod method) =>
        PathOf(folder, pair, method) is var path && File.Exists(path) ? ImageCodec.ReadFile(path) : null;

    public static bool Has(string folder, EditPair pair, EditMethod method) => File.Exists(PathOf(folder, pair, method));

    // A method's name is too short and its settings are too long for a file name.
    private static string PathOf(string folder, EditPair pair, EditMethod method) => Path.Combine(
        folder, "pictures", $"{pair.Id}-{Convert.ToHexStringLower(SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes(method.Canonical())))[..12]}.png");
}
