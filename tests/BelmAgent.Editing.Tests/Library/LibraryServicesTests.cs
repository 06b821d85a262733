using BelmAgent.Editing.Inversions;
using BelmAgent.Editing.Library;
using BelmAgent.Editing.Tests.Doubles;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace BelmAgent.Editing.Tests.Library;

/// <summary>The library among the services of an app.</summary>
public sealed class LibraryServicesTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Adding_twice_is_adding_once()
    {
        using var services = new ServiceCollection()
            .AddPictureLibrary(options => options.Root = _folder["one"])
            .AddPictureLibrary(options => options.AllowedRoots = [_folder["two"]])
            .BuildServiceProvider();
        Assert.Equal(_folder["one", "pictures"], Assert.Single(services.GetServices<PictureLibrary>()).Folder);
        Assert.Equal(_folder["one", "inversions"], Assert.Single(services.GetServices<InversionStore>()).Folder);
        Assert.Equal([_folder["one"], _folder["two"]], Assert.Single(services.GetServices<PathGuard>()).Roots);
    }

    [Fact]
    public void The_default_root_is_a_full_path_of_the_user() => Assert.True(Path.IsPathFullyQualified(new LibraryOptions().Root));

    [Fact]
    public void Bad_options_name_their_key()
    {
        File.WriteAllText(_folder["file"], "x");
        AssertRefused("Belm:Library:Root", options => options.Root = "");
        AssertRefused("Belm:Library:Root", options => options.Root = _folder["file"]);
        AssertRefused("Belm:Library:AllowedRoots", options => options.AllowedRoots = [_folder.Path, " "]);
    }

    private static void AssertRefused(string key, Action<LibraryOptions> configure)
    {
        using var services = new ServiceCollection().AddPictureLibrary(configure).BuildServiceProvider();
        var error = Assert.Throws<OptionsValidationException>(() => services.GetRequiredService<PictureLibrary>());
        Assert.Contains(key, Assert.Single(error.Failures), StringComparison.Ordinal);
    }
}
