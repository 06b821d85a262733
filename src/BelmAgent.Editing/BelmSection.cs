using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;

namespace BelmAgent.Editing;

/// <summary>A section under <c>Belm</c> and the options that are bound to it.</summary>
/// <param name="Name">The section's name, such as <c>Editing</c>.</param>
/// <param name="Options">The type of the options.</param>
/// <param name="Configuration">The configuration that has a section <c>Belm</c>.</param>
internal sealed record BelmSection(string Name, Type Options, IConfiguration Configuration)
{
    /// <summary>Name of the section that holds all others.</summary>
    public const string Root = "Belm";

    /// <summary>Gets the section itself.</summary>
    public IConfigurationSection Section => Configuration.GetSection(ConfigurationPath.Combine(Root, Name));

    /// <summary>Gets the names of the settings that the options have.</summary>
    public IEnumerable<string> Settings => Options.GetProperties().Where(property => property.CanWrite).Select(property => property.Name);
}

/// <summary>Sets options from their section.</summary>
internal sealed class BelmSectionSetup<T>(BelmSection section) : IConfigureOptions<T>
    where T : class
{
    /// <inheritdoc/>
    public void Configure(T options)
    {
        try
        {
            section.Section.Bind(options);
        }
        catch (InvalidOperationException e)
        {
            // The binder names the key and what its value cannot be read as.
            throw new OptionsValidationException(Options.DefaultName, typeof(T), [$"{e.Message} Correct the setting."]);
        }
    }
}

/// <summary>Refuses what is set under <c>Belm</c> and is no setting: a typing error is never a silent default. The first section speaks for unknown ones.</summary>
internal sealed class BelmSectionCheck<T>(BelmSection section, IEnumerable<BelmSection> all) : IValidateOptions<T>
    where T : class
{
    /// <inheritdoc/>
    public ValidateOptionsResult Validate(string? name, T options)
    {
        var settings = all.Where(other => other.Name == section.Name).SelectMany(other => other.Settings);
        return Unknown(section.Section, settings, AppSettings.In(section.Name))
            ?? (section == all.First() ? Unknown(section.Configuration.GetSection(BelmSection.Root), all.Select(other => other.Name), AppSettings.Sections) : null)
            ?? ValidateOptionsResult.Success;
    }

    private static ValidateOptionsResult? Unknown(IConfigurationSection section, IEnumerable<string> names, IEnumerable<string> others)
    {
        string[] known = [.. names.Distinct()];
        return section.GetChildren().FirstOrDefault(child => !known.Concat(others).Contains(child.Key, StringComparer.OrdinalIgnoreCase)) is { } unknown
            ? ValidateOptionsResult.Fail($"There is no setting {unknown.Path}: {section.Path} has {string.Join(", ", known)}.")
            : null;
    }
}

/// <summary>
/// Settings under <c>Belm</c> that the app <c>belm</c> alone binds. Another app may share its settings file, so there they are ignored and
/// no typing errors.
/// </summary>
internal static class AppSettings
{
    /// <summary>Gets the names of the sections that are the app's as a whole.</summary>
    public static IReadOnlyList<string> Sections { get; } = ["Chat"];

    /// <summary>Gets the app's settings in a section that it shares.</summary>
    public static IReadOnlyList<string> In(string section) =>
        string.Equals(section, "Telemetry", StringComparison.OrdinalIgnoreCase) ? ["Endpoint", "Protocol", "File"] : [];
}
