using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace BelmAgent.Editing;

/// <summary>Adds options that are checked.</summary>
public static class BelmOptionsExtensions
{
    /// <summary>
    /// Adds options whose data annotations are checked when the host starts, or else when they are first used. What is wrong is an
    /// <see cref="OptionsValidationException"/> with the annotations' own sentences.
    /// </summary>
    /// <typeparam name="T">The options.</typeparam>
    /// <param name="services">The services; calling twice does no harm.</param>
    public static OptionsBuilder<T> AddBelmOptions<T>(this IServiceCollection services)
        where T : class
    {
        ArgumentNullException.ThrowIfNull(services);
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<T>, AnnotationCheck<T>>());
        return services.AddOptions<T>().ValidateOnStart();
    }

    // The framework's own check wraps each sentence into words about annotations and members, which no user knows of.
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
