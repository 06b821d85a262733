using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using BelmAgent.Imaging;

namespace BelmAgent.Evaluation.Datasets;

/// <summary>Pictures on disk, of which one at a time is in memory: a folder of files, or CIFAR-10's binary batches.</summary>
/// <remarks>Immutable; each enumeration reads again, and may run on its own thread.</remarks>
public abstract class PictureSet
{
    private protected PictureSet(string path) => Path = path;

    /// <summary>Gets the folder.</summary>
    public string Path { get; }

    /// <summary>Gets the number of pictures.</summary>
    public abstract int Count { get; }

    /// <summary>Opens a folder: CIFAR-10's binary batches if it holds any, else its picture files, those in folders below included.</summary>
    /// <param name="path">The folder.</param>
    /// <exception cref="BelmException"><c>not_pictures</c>: it is missing, cannot be read, or holds no picture.</exception>
    public static PictureSet Open(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        try
        {
            PictureSet? found = CifarBatches.Find(path);
            return found ?? PictureFolder.Find(path)
                ?? throw Fault(path, "it holds neither pictures (.png, .jpg, .jpeg, .webp, .bmp) nor CIFAR-10's batches (data_batch_1.bin …)");
        }
        catch (DirectoryNotFoundException e)
        {
            throw Fault(path, "it is missing", e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw Fault(path, "it cannot be read", e);
        }
    }

    /// <summary>Gets the paths of the files that hold the pictures.</summary>
    private protected abstract IEnumerable<string> Files { get; }

    /// <summary>Returns a SHA-256 of the folder's full path, of the number and bytes of its files, and of when the newest was written.</summary>
    /// <returns>64 hexadecimal digits, the same until a picture is added, removed or changed.</returns>
    public string Fingerprint()
    {
        var files = Files.Select(file => new FileInfo(file)).ToList();
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Create(
            CultureInfo.InvariantCulture,
            $"{System.IO.Path.TrimEndingDirectorySeparator(System.IO.Path.GetFullPath(Path))}\n{files.Count}\n{files.Sum(file => file.Length)}\n{files.Max(file => file.LastWriteTimeUtc.Ticks)}"))));
    }

    /// <summary>Returns the names of the pictures that <see cref="Read"/> reads, without reading them.</summary>
    /// <param name="seed">The seed that chooses them.</param>
    /// <param name="limit">Maximum number of pictures, at least 1. Null: all.</param>
    public abstract IEnumerable<string> Names(long seed, int? limit = null);

    /// <summary>Reads pictures one after another.</summary>
    /// <param name="seed">The seed that chooses them.</param>
    /// <param name="limit">Maximum number of pictures, at least 1. Null: all.</param>
    /// <returns>A random subset in a random order, the same for the same seed; any beginning of it is a random sample.</returns>
    /// <exception cref="BelmException"><c>not_pictures</c> or that of the codec: a file is damaged.</exception>
    public abstract IEnumerable<NamedPicture> Read(long seed, int? limit = null);

    private protected static BelmException Fault(string path, string detail, Exception? inner = null) => new(
        "not_pictures",
        ErrorKind.InvalidInput,
        $"'{path}' cannot be used as a set of pictures ({detail})",
        "name a folder of PNG or JPEG files, such as val2014 from cocodataset.org or CelebA-HQ's, or of CIFAR-10's binary version from www.cs.toronto.edu/~kriz/cifar.html",
        inner)
    {
        SafeProblem = $"The set of pictures cannot be used ({detail})",
    };
}

/// <summary>A picture of a set.</summary>
/// <param name="Name">The path of its file below the folder, with '/'; of CIFAR-10, the batch and the place in it.</param>
/// <param name="Image">The picture, opaque, in RGB.</param>
public readonly record struct NamedPicture(string Name, RgbImage Image);
