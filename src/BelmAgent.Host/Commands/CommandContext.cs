using System.CommandLine;
using BelmAgent.Diffusion.Pipeline;
using BelmAgent.Editing;
using BelmAgent.Editing.Inversions;
using BelmAgent.Editing.Operations;
using BelmAgent.Host.Failures;
using BelmAgent.Host.Output;
using BelmAgent.Host.Terminal;
using Microsoft.Extensions.DependencyInjection;

namespace BelmAgent.Host.Commands;

/// <summary>The context of a running command.</summary>
/// <param name="Line">The parsed command line.</param>
/// <param name="Screen">The output.</param>
/// <param name="Services">The app's services.</param>
/// <param name="CancellationToken">Cancelled by Ctrl-C.</param>
internal sealed record CommandContext(ParseResult Line, Screen Screen, IServiceProvider Services, CancellationToken CancellationToken)
{
    public Images Images => Services.GetRequiredService<Images>();

    public ImageEditor Editor => Services.GetRequiredService<ImageEditor>();

    public ImageGenerator Generator => Services.GetRequiredService<ImageGenerator>();

    public ImageInverter Inverter => Services.GetRequiredService<ImageInverter>();

    /// <summary>Returns the given prompt; empty if none was given and the model takes none.</summary>
    /// <param name="given">The value on the command line; null for none.</param>
    /// <param name="name">Its name on the command line.</param>
    /// <exception cref="BelmException">The model takes prompts, and none was given.</exception>
    public string Prompt(string? given, string name) => given ?? (Services.GetRequiredService<PipelineLoader>().Folder.TakesPrompts
        ? throw UsageError.Create("usage", $"{name} is missing, and this model takes prompts", "give one, or \"\" for none")
        : "");

    /// <summary>Runs long work with a progress display.</summary>
    public async Task<T> WithProgressAsync<T>(Func<IProgress<EditProgress>, Task<T>> work)
    {
        await using var progress = new ProgressBar(Screen);
        return await work(progress);
    }
}
