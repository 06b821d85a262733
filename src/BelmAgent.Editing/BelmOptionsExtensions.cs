using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace BelmAgent.Editing;

/// <summary>Adds validated options.</summary>
public static class BelmOptionsExtensions
{
    /// <summary>
    /// Adds options whose data annotations are validated when the host starts, or else when they are first used. An invalid option
    /// causes an <see cref="OptionsValidationException"/> with the annotations' own messages.
    /// </summary>
    /// <typeparam name="T">The options.</typeparam>
    /// <param name="services">The services; calling twice has no effect.</param>
    public static OptionsBuilder<T> AddBelmOptions<T>(this IServiceCollection services)
        where T : class
    {
        ArgumentNullException.ThrowIfNull(services);
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<T>, AnnotationCheck<T>>());
        return services.AddOptions<T>().ValidateOnStart();
    }

    // The framework's own validation wraps each message in text about annotations and members, which mean nothing to users.
    private sealed class AnnotationCheck<T> : IValidateOptions<T>
        where T : class
    {
        public ValidateOptionsResult Validate(string? name, T options)
        {
            var faults = new List<ValidationResult>();
            return Validator.TryValidateObject(options, new ValidationContext(options), faults, validateAllProperties: true)
                ? ValidateOptionsResult.Success
                : ValidateOptionsResult.Fail(faults.Select(fault => fault.ErrorMessage!));
        }
    }
}
