using System.Diagnostics;
using System.Reflection;
using System.Runtime.InteropServices;

namespace BelmAgent.Samples.Tests;

/// <summary>A built sample, and a folder for its output, deleted when disposed.</summary>
internal sealed class Sample : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("belm-sample").FullName;

    public Sample(string name)
    {
        Name = name;
        Assembly = Path.Combine(Repository, "samples", name, "bin", Metadata("Configuration"), Framework, Runtime, name + ".dll");
    }

    public static string Repository { get; } = Metadata("Repository");

    public static string House { get; } = Path.Combine(Repository, "samples", "toytown", "house.png");

    /// <summary>Gets a picture of the default model's world: a red heart on the left, in the snow.</summary>
    public static string Heart { get; } = Path.Combine(Repository, "tests", "BelmAgent.Samples.Tests", "heart.png");

    public string Name { get; }

    /// <summary>Gets or sets the program.</summary>
    public string Assembly { get; set; }

    /// <summary>Gets the settings that override those of every run.</summary>
    public Dictionary<string, string> Settings { get; } = [];

    // The samples are built for the framework of the tests and for this machine alone; there may be other outputs beside this one.
    private static string Framework => Path.GetFileName(Path.TrimEndingDirectorySeparator(AppContext.BaseDirectory));

    private static string Runtime
    {
        get
        {
            var system = OperatingSystem.IsWindows() ? "win"
                : OperatingSystem.IsMacOS() ? "osx"
                : RuntimeInformation.RuntimeIdentifier.Contains("musl", StringComparison.Ordinal) ? "linux-musl" : "linux";
            return $"{system}-{RuntimeInformation.OSArchitecture.ToString().ToLowerInvariant()}";
        }
    }

    /// <summary>Gets the path of a file in the sample's folder.</summary>
    public string this[string file] => Path.Combine(_folder, file);

    public Process Start(params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", [Assembly, .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = _folder,
        };
        start.Environment["BELM__LIBRARY__ROOT"] = this["library"];
        start.Environment["BELM__MODEL__PATH"] = Path.Combine(Repository, "models", "toytown");
        start.Environment["BELM__DEVICE__PROVIDER"] = "cpu";
        start.Environment["BELM__DEVICE__THREADS"] = "1";
        // However busy the machine is, the test waits for an edit that ends.
        start.Environment["BELM__AGENT__WAIT"] = "1.00:00:00";
        foreach (var (key, value) in Settings)
        {
            start.Environment[key] = value;
        }

        return Process.Start(start)!;
    }

    /// <summary>Runs the sample to its end.</summary>
    public async Task<(int ExitCode, string Output, string Error)> RunAsync(params string[] arguments)
    {
        using var process = Start(arguments);
        var output = process.StandardOutput.ReadToEndAsync();
        var error = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        return (process.ExitCode, await output, await error);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    internal static string Metadata(string key) =>
        typeof(Sample).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(entry => entry.Key == key).Value!;
}
