using System.ComponentModel.DataAnnotations;

namespace BelmAgent.Editing.Audit;

/// <summary>Options of the audit. Configuration section <c>Belm:Audit</c>.</summary>
public sealed class AuditOptions : IValidatableObject
{
    /// <summary>Gets or sets whether calls are recorded. Default: true.</summary>
    public bool Enabled { get; set; } = true;

    /// <summary>
    /// Gets or sets whether users' words and file paths are recorded as they are. Default: false, only hashes by which they can be
    /// recognised.
    /// </summary>
    public bool IncludePrompts { get; set; }

    /// <summary>Gets or sets the folder of the audit. Default: null, <c>audit</c> in the library.</summary>
    public string? Folder { get; set; }

    /// <inheritdoc/>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (Folder is not null && (string.IsNullOrWhiteSpace(Folder) || File.Exists(Folder)))
        {
            yield return new ValidationResult($"Belm:Audit:Folder must name a folder; '{Folder}' is not a folder name.", [nameof(Folder)]);
        }
    }
}
