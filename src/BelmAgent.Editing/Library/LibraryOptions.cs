using System.ComponentModel.DataAnnotations;

namespace BelmAgent.Editing.Library;

/// <summary>
/// Options of the library: where pictures and inversions are stored, and which other folders may be accessed. Configuration section
/// <c>Belm:Library</c>.
/// </summary>
public sealed class LibraryOptions : IValidatableObject
{
    /// <summary>
    /// Gets or sets the root folder; created when something is first saved. Default: <c>belm</c> in the user's local application data.
    /// </summary>
    /// <remarks><c>~/.local/share/belm</c> on Linux, <c>~/Library/Application Support/belm</c> on macOS, <c>%LOCALAPPDATA%\belm</c> on Windows.</remarks>
    [Required(ErrorMessage = "Belm:Library:Root must name a folder.")]
    public string Root { get; set; } = DefaultRoot;

    /// <summary>
    /// Gets or sets the folders, in addition to <see cref="Root"/>, from which pictures may be read and to which they may be written.
    /// Default: none.
    /// </summary>
    public IReadOnlyList<string> AllowedRoots { get; set; } = [];

    /// <summary>Gets the default of <see cref="Root"/>.</summary>
    public static string DefaultRoot { get; } = Path.Combine(
        Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.DoNotVerify), "belm");

    /// <inheritdoc/>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (!string.IsNullOrEmpty(Root) && File.Exists(Root))
        {
            yield return new ValidationResult($"Belm:Library:Root must name a folder; '{Root}' is a file.", [nameof(Root)]);
        }

        if (AllowedRoots.Any(string.IsNullOrWhiteSpace))
        {
            yield return new ValidationResult("Belm:Library:AllowedRoots must name folders; an entry is blank.", [nameof(AllowedRoots)]);
        }
    }
}
