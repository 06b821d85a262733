namespace BelmAgent.Samples.Tests;

/// <summary>Packages alone make an app, and a tool, in a folder that has never seen the repository.</summary>
public sealed class PackageTests(PackageFeed feed) : IClassFixture<PackageFeed>, IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("belm-fresh").FullName;

    public static TheoryData<string> Libraries =>
        ["BelmAgent.Abstractions", "BelmAgent.Sampling", "BelmAgent.Imaging", "BelmAgent.Diffusion", "BelmAgent.Editing", "BelmAgent.Planning", "BelmAgent.Plugins", "BelmAgent.Mcp", "BelmAgent.Workflows", "BelmAgent.Workflows.Hangfire"];

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [MemberData(nameof(Libraries))]
    public void A_library_travels_with_its_documentation_and_symbols(string package)
    {
        var contents = feed.Contents(package);

        Assert.Contains($"lib/net10.0/{package}.dll", contents);
        Assert.Contains($"lib/net10.0/{package}.xml", contents);
        Assert.Contains("README.md", contents);
        Assert.Contains("icon.png", contents);
        Assert.True(File.Exists(Path.ChangeExtension(feed.PathOf(package), ".snupkg")));
    }

    [Fact]
    public void The_tool_carries_the_natives_of_one_runtime_and_the_model()
    {
        var contents = feed.Contents($"BelmAgent.Tool.{PackageFeed.Runtime}");

        Assert.Single(contents, file => Path.GetFileName(file) is "libonnxruntime.so" or "onnxruntime.dll" or "libonnxruntime.dylib");
        Assert.DoesNotContain(contents, file => Path.GetExtension(file) is ".pdb" or ".lib" || file.Contains("/runtimes/", StringComparison.Ordinal));
        Assert.Single(contents, file => file.EndsWith("models/stickertown/unet/model.onnx", StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_first_sample_runs_from_packages_alone()
    {
        foreach (var source in (string[])[Path.Combine("SemanticKernelAgent", "Program.cs"), Path.Combine("Shared", "ScriptedChatClient.cs")])
        {
            File.Copy(Path.Combine(Sample.Repository, "samples", source), Path.Combine(_folder, Path.GetFileName(source)));
        }

        // Packages in the machine's cache are not downloaded again, and nothing of this build is added to it.
        var cache = Environment.GetEnvironmentVariable("NUGET_PACKAGES")
            ?? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".nuget", "packages");
        Directory.CreateDirectory(cache);
        await File.WriteAllTextAsync(Path.Combine(_folder, "Fresh.csproj"), $"""
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup>
                <OutputType>Exe</OutputType>
                <TargetFramework>net10.0</TargetFramework>
                <ImplicitUsings>enable</ImplicitUsings>
                <Nullable>enable</Nullable>
                <RestoreAdditionalProjectSources>{feed.Folder}</RestoreAdditionalProjectSources>
                <RestorePackagesPath>{Path.Combine(_folder, "packages")}</RestorePackagesPath>
                <RestoreFallbackFolders>{cache}</RestoreFallbackFolders>
                <UseCurrentRuntimeIdentifier>true</UseCurrentRuntimeIdentifier>
                <SelfContained>false</SelfContained>
              </PropertyGroup>
              <ItemGroup>
                <PackageReference Include="BelmAgent" Version="[{PackageFeed.Version}]" />
                <PackageReference Include="Microsoft.Extensions.Configuration.EnvironmentVariables" Version="10.0.14" />
              </ItemGroup>
            </Project>
            """);
        await PackageFeed.RunAsync(_folder, "dotnet", "build", "-o", "app");

        var output = await PackageFeed.RunAsync(_folder, "dotnet", Path.Combine("app", "Fresh.dll"), Sample.Heart, "make the heart blue", "blue.png");

        Assert.Contains("Approved:", output, StringComparison.Ordinal);
        RedPicture.AssertTurnedBlue(RedPicture.Read(Sample.Heart), RedPicture.Read(Path.Combine(_folder, "blue.png")));
    }

    [Fact]
    public async Task The_tool_is_installed_and_edits_in_an_empty_folder()
    {
        await PackageFeed.RunAsync(
            _folder, "dotnet", "tool", "install", "BelmAgent.Tool", "--version", PackageFeed.Version, "--add-source", feed.Folder, "--tool-path", "tools");

        await PackageFeed.RunAsync(
            _folder, Path.Combine(_folder, "tools", "belm"), "edit", Sample.Heart, "make the heart blue", "--yes", "-o", "blue.png");

        RedPicture.AssertTurnedBlue(RedPicture.Read(Sample.Heart), RedPicture.Read(Path.Combine(_folder, "blue.png")));
    }
}
