using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace BelmAgent.Plugins;

/// <summary>Checks the options by their annotations, the planner's included.</summary>
internal sealed class BelmOptionsValidator : IValidateOptions<BelmOptions>
{
    /// <inheritdoc/>
    public ValidateOptionsResult Validate(string? name, BelmOptions options)
    {
        var found = new List<ValidationResult>();
        foreach (var part in new object[] { options, options.Planner })
        {
            Validator.TryValidateObject(part, new ValidationContext(part), found, validateAllProperties: true);
        }

        return found.Count == 0
            ? ValidateOptionsResult.Success
            : ValidateOptionsResult.Fail(found.Select(fault => fault.ErrorMessage!));
    }
}
