using System.ComponentModel.DataAnnotations;

namespace BelmAgent.Diffusion.Hub;

/// <summary>Options for the folder of models and the hub to download from. Configuration section <c>Belm:Models</c>.</summary>
public sealed class HubOptions : IValidatableObject
{
    /// <summary>Gets the default hub.</summary>
    public static Uri DefaultEndpoint { get; } = new("https://huggingface.co");

    /// <summary>Gets or sets the folder that contains model folders. Default: <c>belm/models</c> in the user's local application data.</summary>
    [Required(ErrorMessage = "Belm:Models:Folder must name a folder.")]
    public string Folder { get; set; } = Path.Combine(
        Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.DoNotVerify), "belm", "models");

    /// <summary>
    /// Gets or sets a server that supports the Hugging Face hub's protocol. Default: https://huggingface.co. The app also reads the
    /// environment variable <c>HF_ENDPOINT</c>.
    /// </summary>
    public Uri Endpoint { get; set; } = DefaultEndpoint;

    /// <summary>
    /// Gets or sets an access token for restricted models; never logged, and sent only to <see cref="Endpoint"/>. Default: null, none.
    /// The app also reads the environment variable <c>HF_TOKEN</c>.
    /// </summary>
    public string? Token { get; set; }

    /// <summary>Gets or sets the timeout for a response, or for the next piece of one, 1 s to 1 h. Default: 60 s.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "01:00:00", ErrorMessage = "Belm:Models:Timeout must be 00:00:01 to 01:00:00.")]
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(60);

    /// <summary>Gets or sets the number of retries of a failed request, 0 to 20; each delay is twice as long as the one before. Default: 4.</summary>
    [Range(0, 20, ErrorMessage = "Belm:Models:Retries must be 0 to 20.")]
    public int Retries { get; set; } = 4;

    /// <summary>Gets or sets the maximum size of a model in GiB, 1 to 10000. Default: 100.</summary>
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
