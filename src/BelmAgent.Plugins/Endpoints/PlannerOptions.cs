using System.ComponentModel.DataAnnotations;
using BelmAgent.Editing;

namespace BelmAgent.Plugins.Endpoints;

/// <summary>
/// Options of the language model that plans and chats by OpenAI's chat protocol. Configuration section <c>Belm:Planner</c>. Without an
/// endpoint nothing leaves the machine; with one, only text does unless <see cref="Vision"/> is on.
/// </summary>
public sealed class PlannerOptions : IValidatableObject
{
    /// <summary>
    /// Gets or sets the base address including its version, such as <c>http://localhost:11434/v1</c>. Default: null, no language
    /// model.
    /// </summary>
    public Uri? Endpoint { get; set; }

    /// <summary>Gets or sets the model's name at the endpoint. Default: null; required with an endpoint.</summary>
    public string? Model { get; set; }

    /// <summary>
    /// Gets or sets the endpoint's key; never logged; preferably given as the environment variable BELM__PLANNER__APIKEY rather than
    /// in a file. Default: null.
    /// </summary>
    public string? ApiKey { get; set; }

    /// <summary>
    /// Gets or sets the planner's mode: offline, structured or tools. Default: null, structured if there is an endpoint and otherwise
    /// offline.
    /// </summary>
    [FormerName("Road")]
    public PlannerMode? Mode { get; set; }

    /// <summary>Gets or sets the timeout for an answer, or for the next piece of one, 1 s to 1 h. Default: 60 s.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "01:00:00", ErrorMessage = "Belm:Planner:Timeout must be 00:00:01 to 01:00:00.")]
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(60);

    /// <summary>
    /// Gets or sets whether the language model, which must then support images, judges edits that nothing on this machine can. It
    /// receives small previews of the picture before and after: pictures leave the machine. Default: false.
    /// </summary>
    public bool Vision { get; set; }

    /// <summary>Gets whether a language model is configured.</summary>
    public bool IsConfigured => Endpoint is not null;

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

/// <summary>Specifies how edits are planned.</summary>
public enum PlannerMode
{
    /// <summary>The built-in planner, without a language model.</summary>
    Offline,

    /// <summary>A language model that answers with one JSON object, constrained by a schema if its server supports this.</summary>
    Structured,

    /// <summary>
    /// A language model that answers by calling one of two tools: for models that are better at calling tools than at writing JSON.
    /// </summary>
    Tools,
}
