using System.ComponentModel.DataAnnotations;

namespace BelmAgent.Diffusion.Hub;

/// <summary>Where models are kept, and where they are fetched from. Configuration section <c>Belm:Models</c>.</summary>
public sealed class HubOptions : IValidatableObject
{
    /// <summary>Gets the hub that is asked where nothing else is set.</summary>
    public static Uri DefaultEndpoint { get; } = new("https://huggingface.co");

    /// <summary>Gets or sets the folder of model folders. Default: <c>belm/models</c> in the user's local application data.</summary>
    [Required(ErrorMessage = "Belm:Models:Folder must name a folder.")]
    public string Folder { get; set; } = Path.Combine(
        Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.DoNotVerify), "belm", "models");

    /// <summary>
    /// Gets or sets a server that speaks the Hugging Face hub's protocol. Default: https://huggingface.co. The app takes the
    /// environment's <c>HF_ENDPOINT</c> too.
    /// </summary>
    public Uri Endpoint { get; set; } = DefaultEndpoint;

    /// <summary>
    /// Gets or sets an access token, for models that are not open to all; never logged, and sent to <see cref="Endpoint"/> alone.
    /// Default: null, none. The app takes the environment's <c>HF_TOKEN</c> too.
    /// </summary>
    public string? Token { get; set; }

    /// <summary>Gets or sets how long to wait for an answer, or for the next piece of one, 1 s to 1 h. Default: 60 s.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "01:00:00", ErrorMessage = "Belm:Models:Timeout must be 00:00:01 to 01:00:00.")]
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(60);

    /// <summary>
    /// Gets or sets how often a request that failed is tried again, 0 to 20; each wait is twice as long as the one before. Default: 4.
    /// </summary>
    [Range(0, 20, ErrorMessage = "Belm:Models:Retries must be 0 to 20.")]
    public int Retries { get; set; } = 4;

    /// <summary>Gets or sets the most that one model may have, in GiB, 1 to 10000. Default: 100.</summary>
    [Range(1, 10_000, ErrorMessage = "Belm:Models:MaxGibibytes must be 1 to 10000.")]
    public int MaxGibibytes { get; set; } = 100;

    /// <inheritdoc/>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (Endpoint is not { IsAbsoluteUri: true, Scheme: "http" or "https", UserInfo: "", Query: "", Fragment: "" })
        {
            yield return new ValidationResult("Belm:Models:Endpoint must be an address such as https://huggingface.co.", [nameof(Endpoint)]);
        }
        else if (!string.IsNullOrEmpty(Token) && Endpoint is { Scheme: "http", IsLoopback: false })
        {
            yield return new ValidationResult("Belm:Models:Endpoint must be https where Belm:Models:Token is set.", [nameof(Endpoint)]);
        }

        if (Token?.Any(character => char.IsControl(character) || char.IsWhiteSpace(character) || character > '~') == true)
        {
            yield return new ValidationResult("Belm:Models:Token must be printable ASCII without spaces.", [nameof(Token)]);
        }

        if (!string.IsNullOrEmpty(Folder) && File.Exists(Folder))
        {
            yield return new ValidationResult($"Belm:Models:Folder must name a folder; '{Folder}' is a file.", [nameof(Folder)]);
        }
    }
}
