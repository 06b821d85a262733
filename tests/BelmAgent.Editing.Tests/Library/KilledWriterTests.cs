using System.Diagnostics;
using BelmAgent.Editing.Library;
using BelmAgent.Editing.Tests.Doubles;
using BelmAgent.Imaging;

namespace BelmAgent.Editing.Tests.Library;

/// <summary>A process that is killed while it adds pictures leaves a library in which every picture is complete.</summary>
public sealed class KilledWriterTests
{
    private const string RootVariable = "BELM_TEST_KILLED_WRITER_ROOT";
    private const int Side = 192;

    [Fact]
    public async Task Every_picture_is_whole_after_a_kill()
    {
        using var folder = new TemporaryFolder();
        for (var round = 1; round <= 3; round++)
        {
            var before = Pictures(folder).Length;
            using var writer = StartWriter(folder.Path);
            try
            {
                await WaitForAsync(writer, () => Pictures(folder).Length >= before + (4 * round));
            }
            finally
            {
                writer.Kill();
                await writer.WaitForExitAsync();
            }

            var logger = new ListLogger<PictureLibrary>();
            var library = Libraries.Open(folder.Path, logger: logger);
            var pictures = await library.ListAsync();
            Assert.Empty(logger.Messages);
            Assert.Equal(Pictures(folder).Length, pictures.Count);
            foreach (var picture in pictures)
            {
                var image = await library.ReadImageAsync(picture.Id);
                Assert.True(Libraries.Noise(Side, Side, (int)picture.Recipe.Seed!).ContentEquals(image));
            }
        }
    }

    /// <summary>Not a test: code that the killed process runs.</summary>
    [Fact(Explicit = true)]
    public async Task Adds_pictures_until_killed()
    {
        var root = Environment.GetEnvironmentVariable(RootVariable);
        Assert.SkipWhen(root is null, "Runs only in the process that the other test starts.");
        var library = Libraries.Open(root!, TimeProvider.System);
        for (var seed = 0; ; seed++)
        {
            await library.AddAsync(Libraries.Noise(Side, Side, seed), Libraries.Imported() with { Seed = seed });
        }
    }

    private static string[] Pictures(TemporaryFolder folder) =>
        Directory.Exists(folder["pictures"]) ? Directory.GetFiles(folder["pictures"], "*.png") : [];

    private static Process StartWriter(string root)
    {
        var assembly = typeof(KilledWriterTests).Assembly.GetName().Name!;
        var start = new ProcessStartInfo(Path.Combine(AppContext.BaseDirectory, assembly + (OperatingSystem.IsWindows() ? ".exe" : "")))
        {
            Environment = { [RootVariable] = root },
            ArgumentList = { "-method", $"{typeof(KilledWriterTests).FullName}.{nameof(Adds_pictures_until_killed)}", "-explicit", "only" },
            RedirectStandardOutput = true,
        };
        return Process.Start(start)!;
    }

    private static async Task WaitForAsync(Process writer, Func<bool> isReached)
    {
        while (!isReached())
        {
            Assert.False(writer.HasExited, "The writer ended by itself.");
            await Task.Delay(5);
        }
    }
}
