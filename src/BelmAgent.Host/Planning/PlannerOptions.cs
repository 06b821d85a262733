using System.ComponentModel.DataAnnotations;

namespace BelmAgent.Host.Planning;

/// <summary>Which language model plans and chats. Configuration section <c>Belm:Planner</c>. Without an endpoint nothing leaves the machine.</summary>
internal sealed class PlannerOptions : IValidatableObject
{
    /// <summary>Address of an OpenAI-compatible endpoint with its version, such as <c>http://localhost:11434/v1</c>. Default: none, the built-in planner.</summary>
    public Uri? Endpoint { get; set; }

    /// <summary>Name of the endpoint's model. Needed with an endpoint.</summary>
    public string? Model { get; set; }

    /// <summary>The endpoint's key, if it asks for one. Never logged; give it as BELM__PLANNER__APIKEY rather than in a file.</summary>
    public string? ApiKey { get; set; }

    /// <summary>How long one answer may take, 1 second to 1 hour. Default: 1 minute.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "01:00:00", ErrorMessage = "Belm:Planner:Timeout must be 00:00:01 to 01:00:00.")]
    public TimeSpan Timeout { get; set; } = TimeSpan.FromMinutes(1);

    /// <inheritdoc/>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (Endpoint is not null && Endpoint is not { IsAbsoluteUri: true, Scheme: "http" or "https" })
        {
            yield return new ValidationResult("Belm:Planner:Endpoint must be an address such as http://localhost:11434/v1.", [nameof(Endpoint)]);
        }

        if (Endpoint is not null && string.IsNullOrWhiteSpace(Model))
        {
            yield return new ValidationResult("Belm:Planner:Model must name the endpoint's model.", [nameof(Model)]);
        }
    }
}
