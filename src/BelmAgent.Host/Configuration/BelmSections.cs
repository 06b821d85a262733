using BelmAgent.Host.Failures;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace BelmAgent.Host.Configuration;

/// <summary>Binds the sections under <c>Belm</c> to their options. A setting that does not exist is an error, not a silent default.</summary>
internal sealed class BelmSections(IServiceCollection services, IConfiguration configuration)
{
    private readonly IConfigurationSection _belm = configuration.GetSection("Belm");
    private readonly HashSet<string> _known = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Binds one section.</summary>
    /// <exception cref="UsageException">The section holds a setting that its options do not have.</exception>
    public BelmSections Bind<T>(string name)
        where T : class
    {
        _known.Add(name);
        var section = _belm.GetSection(name);
        RequireKnown(section, typeof(T).GetProperties().Where(property => property.CanWrite).Select(property => property.Name));
        services.AddOptions<T>().Bind(section);
        return this;
    }

    /// <summary>Checks that there are no other sections.</summary>
    /// <exception cref="UsageException">There are.</exception>
    public void RequireNoOthers() => RequireKnown(_belm, _known);

    private static void RequireKnown(IConfigurationSection section, IEnumerable<string> names)
    {
        if (section.GetChildren().FirstOrDefault(child => !names.Contains(child.Key, StringComparer.OrdinalIgnoreCase)) is { } unknown)
        {
            throw new UsageException("configuration", $"There is no setting {unknown.Path}: {section.Path} has {string.Join(", ", names)}.");
        }
    }
}
