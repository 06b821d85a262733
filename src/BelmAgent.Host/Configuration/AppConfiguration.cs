using BelmAgent.Host.Failures;
using Microsoft.Extensions.Configuration;

namespace BelmAgent.Host.Configuration;

/// <summary>The sources of settings; later ones override earlier ones.</summary>
internal static class AppConfiguration
{
    /// <summary>Name of the file beside the executable that contains the defaults.</summary>
    public const string DefaultsFile = "appsettings.json";

    /// <summary>
    /// Adds the defaults, the hub's variables HF_ENDPOINT and HF_TOKEN, a file named by the user, the environment
    /// (<c>BELM__SECTION__KEY</c>), and the command line.
    /// </summary>
    /// <exception cref="BelmException">The file is missing or cannot be read.</exception>
    public static void AddBelmSources(this IConfigurationBuilder configuration, string? file, IEnumerable<KeyValuePair<string, string?>> commandLine)
    {
        configuration.AddJsonFile(Path.Combine(AppContext.BaseDirectory, DefaultsFile), optional: true, reloadOnChange: false);
        configuration.AddInMemoryCollection(HubVariables());
        if (file is not null)
        {
            AddNamedFile(configuration, Path.GetFullPath(file));
        }

        configuration.AddEnvironmentVariables();
        configuration.AddInMemoryCollection(commandLine);
    }

    // The variables that other programs for the hub use.
    private static IEnumerable<KeyValuePair<string, string?>> HubVariables() =>
        from variable in new[] { (Name: "HF_ENDPOINT", Key: "Belm:Models:Endpoint"), (Name: "HF_TOKEN", Key: "Belm:Models:Token") }
        let value = Environment.GetEnvironmentVariable(variable.Name)
        where !string.IsNullOrWhiteSpace(value)
        select KeyValuePair.Create(variable.Key, (string?)value.Trim());

    private static void AddNamedFile(IConfigurationBuilder configuration, string path)
    {
        try
        {
            configuration.AddJsonFile(path, optional: false, reloadOnChange: false);
        }
        catch (FileNotFoundException e)
        {
            throw UsageError.Create("configuration", $"The settings file '{path}' does not exist", "correct --config", e);
        }
        catch (Exception e) when (e is InvalidDataException or IOException or UnauthorizedAccessException)
        {
            throw UsageError.Create("configuration", $"The settings file '{path}' cannot be read ({e.GetBaseException().Message})", "correct it or omit --config", e);
        }
    }
}
