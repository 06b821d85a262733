using System.ComponentModel.DataAnnotations;

namespace BelmAgent.Diffusion.AttentionControl;

/// <summary>Options of attention control: the layers and the cache of edited graphs. Configuration section <c>Belm:Attention</c>.</summary>
public sealed class AttentionControlOptions : IValidatableObject
{
    /// <summary>
    /// Gets or sets the maximum number of tokens, at the size of the current picture, of a self layer whose map is controlled, 0 to
    /// 65536. Default: 1024, which is 32², as in prompt-to-prompt.
    /// </summary>
    /// <remarks>A map has the square of that many elements: 64² tokens and 8 heads take 512 MiB per row.</remarks>
    [Range(0, 65_536, ErrorMessage = "Belm:Attention:MaxSelfTokens must be 0 to 65536.")]
    public int MaxSelfTokens { get; set; } = 1024;

    /// <summary>
    /// Gets or sets the number of native tokens of the cross layers whose maps are summed for local blending, 1 to 65536; if there is
    /// no such layer, the next lower resolution is used. Default: 256, which is 16².
    /// </summary>
    [Range(1, 65_536, ErrorMessage = "Belm:Attention:BlendTokens must be 1 to 65536.")]
    public int BlendTokens { get; set; } = 256;

    /// <summary>Gets or sets the folder for edited graphs, created on first use. Default: null, for <see cref="DefaultCacheFolder"/>.</summary>
    public string? CacheFolder { get; set; }

    /// <summary>
    /// Gets the default cache folder: <c>$XDG_CACHE_HOME/belm/attention</c> or <c>~/.cache/belm/attention</c> on Linux,
    /// <c>~/Library/Caches/belm/attention</c> on macOS, <c>%LOCALAPPDATA%\belm\cache\attention</c> on Windows.
    /// </summary>
    public static string DefaultCacheFolder { get; } = FindDefaultCacheFolder();

    /// <inheritdoc/>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (CacheFolder is not null && (string.IsNullOrWhiteSpace(CacheFolder) || File.Exists(CacheFolder)))
        {
            yield return new ValidationResult($"Belm:Attention:CacheFolder must name a folder; '{CacheFolder}' is not a folder name.", [nameof(CacheFolder)]);
        }
    }

    private static string FindDefaultCacheFolder()
    {
        if (OperatingSystem.IsWindows())
        {
            return Path.Combine(Folder(Environment.SpecialFolder.LocalApplicationData), "belm", "cache", "attention");
        }

        // The XDG base directory specification says to ignore a relative XDG_CACHE_HOME.
        var home = Folder(Environment.SpecialFolder.UserProfile);
        var cache = OperatingSystem.IsMacOS() ? Path.Combine(home, "Library", "Caches")
            : Environment.GetEnvironmentVariable("XDG_CACHE_HOME") is { } xdg && Path.IsPathRooted(xdg) ? xdg
            : Path.Combine(home, ".cache");
        return Path.Combine(cache, "belm", "attention");
    }

    private static string Folder(Environment.SpecialFolder folder) =>
        Environment.GetFolderPath(folder, Environment.SpecialFolderOption.DoNotVerify);
}
