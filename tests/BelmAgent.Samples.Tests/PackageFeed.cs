using System.Diagnostics;
using System.IO.Compression;
using System.Reflection;
using System.Runtime.InteropServices;

namespace BelmAgent.Samples.Tests;

/// <summary>The packages of this build in a folder of their own, deleted when disposed.</summary>
public sealed class PackageFeed : IAsyncLifetime
{
    /// <summary>Gets the runtime whose tool package is made.</summary>
    public static string Runtime => RuntimeInformation.RuntimeIdentifier;

    /// <summary>Gets the packages' version.</summary>
    public static string Version { get; } =
        typeof(PackageFeed).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion.Split('+')[0];

    internal string Folder { get; } = Directory.CreateTempSubdirectory("belm-packages").FullName;

    /// <inheritdoc/>
    public async ValueTask InitializeAsync()
    {
        var (repository, configuration) = (Sample.Repository, Sample.Metadata("Configuration"));
        await RunAsync(repository, "dotnet", "pack", "BelmAgent.sln", "--no-build", "-c", configuration, "-o", Folder);
        await RunAsync(
            repository, "dotnet", "pack", Path.Combine("src", "BelmAgent.Host"), "-c", configuration, "-o", Folder, "-p:PackTool=true", $"-p:ToolRuntimes={Runtime}");
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        Directory.Delete(Folder, recursive: true);
        return ValueTask.CompletedTask;
    }

    /// <summary>Returns the names of the files in a package.</summary>
    internal IReadOnlyList<string> Contents(string package)
    {
        using var archive = ZipFile.OpenRead(PathOf(package));
        return [.. archive.Entries.Select(entry => entry.FullName)];
    }

    internal string PathOf(string package) => Path.Combine(Folder, $"{package}.{Version}.nupkg");

    /// <summary>Runs a program to its end, without the environment variables that the test host has set for itself.</summary>
    /// <returns>Its standard output.</returns>
    internal static async Task<string> RunAsync(string folder, string program, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments) { WorkingDirectory = folder, RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var key in start.Environment.Keys.Where(key => key.StartsWith("MSBuild", StringComparison.OrdinalIgnoreCase) && key != "MSBUILDDISABLENODEREUSE").ToArray())
        {
            start.Environment.Remove(key);
        }

        start.Environment["BELM__LIBRARY__ROOT"] = Path.Combine(folder, "library");
        start.Environment["BELM__DEVICE__PROVIDER"] = "cpu";
        start.Environment["BELM__DEVICE__THREADS"] = "1";
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync();
        var error = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        Assert.True(process.ExitCode == 0, $"{program} {string.Join(' ', arguments)} ended with {process.ExitCode}:\n{await output}\n{await error}");
        return await output;
    }
}
