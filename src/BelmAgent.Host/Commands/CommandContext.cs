using System.CommandLine;
using BelmAgent.Editing.Edits;
using BelmAgent.Host.Output;
using BelmAgent.Host.Terminal;
using Microsoft.Extensions.DependencyInjection;

namespace BelmAgent.Host.Commands;

/// <summary>What a command runs with.</summary>
/// <param name="Line">The parsed command line.</param>
/// <param name="Screen">Where to speak.</param>
/// <param name="Services">The app's services.</param>
/// <param name="CancellationToken">Cancelled by Ctrl-C.</param>
internal sealed record CommandContext(ParseResult Line, Screen Screen, IServiceProvider Services, CancellationToken CancellationToken)
{
    public IEditService Editing => Services.GetRequiredService<IEditService>();

    /// <summary>Runs long work and shows how far it is.</summary>
    public async Task<T> WithProgressAsync<T>(Func<IProgress<EditProgress>, Task<T>> work)
    {
        await using var progress = new ProgressBar(Screen);
        return await work(progress);
    }
}
