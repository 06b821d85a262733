using System.Reflection;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace BelmAgent.Editing;

/// <summary>A section under <c>Belm</c> and the options bound to it.</summary>
/// <param name="Name">The section's name, such as <c>Editing</c>.</param>
/// <param name="Options">The type of the options.</param>
/// <param name="Configuration">The configuration that has a section <c>Belm</c>.</param>
internal sealed record BelmSection(string Name, Type Options, IConfiguration Configuration)
{
    /// <summary>Name of the section that contains all others.</summary>
    public const string Root = "Belm";

    /// <summary>Gets the configuration section.</summary>
    public IConfigurationSection Section => Configuration.GetSection(ConfigurationPath.Combine(Root, Name));

    /// <summary>Gets the names of the settings in the options.</summary>
    public IEnumerable<string> Settings => Options.GetProperties().Where(property => property.CanWrite).Select(property => property.Name);

    /// <summary>Gets the options whose key was renamed, with their former keys.</summary>
    public IEnumerable<(PropertyInfo Option, string FormerName)> Renamed =>
        from property in Options.GetProperties()
        let former = property.GetCustomAttribute<FormerNameAttribute>()
        where former is not null
        select (property, former.Name);
}

/// <summary>Sets options from their section. Former keys are read if the current ones are not set.</summary>
internal sealed class BelmSectionSetup<T>(BelmSection section, ILogger<BelmSection>? logger) : IConfigureOptions<T>
    where T : class
{
    private bool _isLogged;

    /// <inheritdoc/>
    public void Configure(T options)
    {
        try
        {
            section.Section.Bind(options);
            foreach (var (option, formerName) in section.Renamed)
            {
                BindFormer(options, option, section.Section.GetSection(formerName));
            }

            _isLogged = true;
        }
        catch (InvalidOperationException e)
        {
            // The binder names the key and the type that its value cannot be converted to.
            throw new OptionsValidationException(Options.DefaultName, typeof(T), [$"{e.Message} Correct the setting."]);
        }
    }

    private void BindFormer(T options, PropertyInfo option, IConfigurationSection former)
    {
        if (!former.Exists())
        {
            return;
        }

        var current = section.Section.GetSection(option.Name);
        if (!current.Exists())
        {
            option.SetValue(options, former.Get(option.PropertyType));
        }

        if (logger is not null && !_isLogged)
        {
            BelmSectionLog.LogRenamed(logger, former.Path, current.Path);
        }
    }
}

internal static partial class BelmSectionLog
{
    [LoggerMessage(LogLevel.Warning, "The setting {Former} is now named {Current}: rename it.")]
    public static partial void LogRenamed(ILogger logger, string former, string current);
}

/// <summary>
/// Refuses unknown settings under <c>Belm</c>, so that a typing error never silently becomes a default. The first section reports
/// unknown sections.
/// </summary>
internal sealed class BelmSectionCheck<T>(BelmSection section, IEnumerable<BelmSection> all) : IValidateOptions<T>
    where T : class
{
    /// <inheritdoc/>
    public ValidateOptionsResult Validate(string? name, T options)
    {
        var settings = all.Where(other => other.Name == section.Name).SelectMany(other => other.Settings);
        var formerNames = all.Where(other => other.Name == section.Name).SelectMany(other => other.Renamed).Select(renamed => renamed.FormerName);
        return Unknown(section.Section, settings, AppSettings.In(section.Name).Concat(formerNames))
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
/// Settings under <c>Belm</c> that only the app <c>belm</c> binds. Another app may share its settings file; there they are ignored and
/// do not count as typing errors.
/// </summary>
internal static class AppSettings
{
    /// <summary>Gets the names of the sections that only the app, or another front end, binds.</summary>
    public static IReadOnlyList<string> Sections { get; } = ["Chat", "Serve", "Mcp", "Workflows"];

    /// <summary>Gets the app's settings in a shared section.</summary>
    public static IReadOnlyList<string> In(string section) =>
        string.Equals(section, "Telemetry", StringComparison.OrdinalIgnoreCase) ? ["Endpoint", "Protocol", "File"] : [];
}
