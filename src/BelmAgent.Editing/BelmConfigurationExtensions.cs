using BelmAgent.Editing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Binds options to sections of the configuration under <c>Belm</c>.</summary>
public static class BelmConfigurationExtensions
{
    /// <summary>
    /// Binds options to a section under <c>Belm</c>. A value that is out of range or of the wrong form, or an unknown setting, causes
    /// an <see cref="OptionsValidationException"/> that names the key, when the host starts or else when the options are first used.
    /// </summary>
    /// <typeparam name="T">The options. Several types may share a section, which then has the settings of all.</typeparam>
    /// <param name="services">The services; a second call with the same arguments has no effect.</param>
    /// <param name="configuration">The configuration that has a section <c>Belm</c>.</param>
    /// <param name="name">The section's name, such as <c>Editing</c>.</param>
    public static IServiceCollection AddBelmSection<T>(this IServiceCollection services, IConfiguration configuration, string name)
        where T : class
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentNullException.ThrowIfNull(configuration);
        ArgumentException.ThrowIfNullOrEmpty(name);
        var section = new BelmSection(name, typeof(T), configuration);
        if (services.Any(service => section.Equals(service.ImplementationInstance)))
        {
            return services;
        }

        services.AddBelmOptions<T>();
        services.AddSingleton(section);
        services.AddSingleton<IConfigureOptions<T>>(provider => new BelmSectionSetup<T>(section, provider.GetService<ILogger<BelmSection>>()));
        services.AddSingleton<IValidateOptions<T>>(provider => new BelmSectionCheck<T>(section, provider.GetServices<BelmSection>()));
        return services;
    }
}
