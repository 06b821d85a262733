using System.Buffers;

namespace BelmAgent.Diffusion.Hub;

/// <summary>Decides which paths of a repository may become local files: those that stay within the folder on every system.</summary>
public static class HubPath
{
    /// <summary>Maximum length of a path in characters.</summary>
    public const int Longest = 300;

    private const int LongestName = 200;
    private static readonly SearchValues<char> Refused = SearchValues.Create("\\:*?\"<>|");
    private static readonly HashSet<string> Devices = new(
        ["CON", "PRN", "AUX", "NUL", "CONIN$", "CONOUT$", .. Enumerable.Range(0, 10).SelectMany(i => (string[])[$"COM{i}", $"LPT{i}"])],
        StringComparer.OrdinalIgnoreCase);

    /// <summary>Returns whether a path is safe: relative, without parent folders, without reserved names.</summary>
    /// <param name="path">The path as the hub gives it.</param>
    public static bool IsSafe(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        return path.Length is > 0 and <= Longest && path.Split('/').All(IsSafeName);
    }

    private static bool IsSafeName(string name) =>
        name.Length is > 0 and <= LongestName
        && name is not ("." or "..")
        && !name.AsSpan().ContainsAny(Refused)
        && !name.Any(char.IsControl)
        && name[^1] is not ('.' or ' ') && name[0] != ' '
        && !Devices.Contains(name.Split('.')[0].TrimEnd())
        && !name.StartsWith(PullFolder.OwnPrefix, StringComparison.OrdinalIgnoreCase);
}
