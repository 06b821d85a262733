using System.Runtime.CompilerServices;
using BelmAgent.Editing.Library;
using Microsoft.Extensions.Options;

namespace BelmAgent.Host.Doctor;

/// <summary>Examines whether pictures can be stored: a writable folder with enough space.</summary>
internal sealed class LibraryExamination(IOptions<LibraryOptions> library) : IExamination
{
    private const double Gibibyte = 1L << 30;

    public async IAsyncEnumerable<Finding> LookAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await Task.CompletedTask;
        var root = Path.GetFullPath(library.Value.Root);
        // The root is created with the first picture; until then, its parent folder is examined.
        var folder = root;
        while (!Directory.Exists(folder) && Path.GetDirectoryName(folder) is { } parent)
        {
            folder = parent;
        }

        yield return IsWritable(folder)
            ? new Finding("library", FindingState.Ok, root)
            : new Finding("library", FindingState.Fault, $"'{folder}' cannot be written to: choose another folder with --library");

        var free = new DriveInfo(folder).AvailableFreeSpace / Gibibyte;
        yield return free >= 1
            ? new Finding("disk", FindingState.Ok, FormattableString.Invariant($"{free:0.0} GiB free"))
            : new Finding("disk", FindingState.Note, FormattableString.Invariant($"{free:0.00} GiB free: clear some space, or choose another disk with --library"));
    }

    private static bool IsWritable(string folder)
    {
        try
        {
            using var probe = new FileStream(
                Path.Combine(folder, $".{Path.GetRandomFileName()}.tmp"), FileMode.CreateNew, FileAccess.Write, FileShare.None, 1, FileOptions.DeleteOnClose);
            return true;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }
}
