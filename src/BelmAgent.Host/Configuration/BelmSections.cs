using System.ComponentModel.DataAnnotations;
using BelmAgent.Host.Failures;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace BelmAgent.Host.Configuration;

/// <summary>
/// Binds the sections under <c>Belm</c> to their options and checks them at once: a setting that does not exist, has the
/// wrong form or is out of range is an error, never a silent default.
/// </summary>
internal sealed class BelmSections(IServiceCollection services, IConfiguration configuration)
{
    private readonly IConfigurationSection _belm = configuration.GetSection("Belm");
    private readonly HashSet<string> _known = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Binds one section.</summary>
    /// <exception cref="UsageException">A setting is wrong.</exception>
    public BelmSections Bind<T>(string name)
        where T : class, new()
    {
        _known.Add(name);
        var section = _belm.GetSection(name);
        RequireKnown(section, typeof(T).GetProperties().Where(property => property.CanWrite).Select(property => property.Name));
        Validate(Read<T>(section));
        services.AddOptions<T>().Bind(section);
        return this;
    }

    /// <summary>Checks that there are no other sections.</summary>
    /// <exception cref="UsageException">There are.</exception>
    public void RequireNoOthers() => RequireKnown(_belm, _known);

    private static T Read<T>(IConfigurationSection section)
        where T : class, new()
    {
        try
        {
            return section.Get<T>() ?? new T();
        }
        catch (InvalidOperationException e)
        {
            throw new UsageException("configuration", $"{e.Message} Correct the setting.", e);
        }
    }

    private static void Validate(object options)
    {
        var faults = new List<ValidationResult>();
        if (!Validator.TryValidateObject(options, new ValidationContext(options), faults, validateAllProperties: true))
        {
            throw new UsageException("configuration", string.Join(" ", faults.Select(fault => fault.ErrorMessage)));
        }
    }

    private static void RequireKnown(IConfigurationSection section, IEnumerable<string> names)
    {
        if (section.GetChildren().FirstOrDefault(child => !names.Contains(child.Key, StringComparer.OrdinalIgnoreCase)) is { } unknown)
        {
            throw new UsageException("configuration", $"There is no setting {unknown.Path}: {section.Path} has {string.Join(", ", names)}.");
        }
    }
}
