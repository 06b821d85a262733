using System.CommandLine;
using BelmAgent.Diffusion.Pipeline;
using BelmAgent.Editing;
using BelmAgent.Editing.Library;
using BelmAgent.Editing.Plans;
using BelmAgent.Host.Failures;
using BelmAgent.Host.Output;
using BelmAgent.Host.Terminal;
using BelmAgent.Planning;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Spectre.Console;

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

    /// <summary>Checks settings of the command line before anything is loaded, and returns them.</summary>
    /// <exception cref="LimitExceededException">A setting is not allowed.</exception>
    public EditPlan Checked(EditPlan settings, bool fixedPoint = false)
    {
        settings.Check(Services.GetRequiredService<IOptions<EditingOptions>>().Value, fixedPoint);
        return settings;
    }

    /// <summary>Creates the display of long work's progress; it ends with the work that <see cref="EditProgressView.UntilAsync"/> waits for.</summary>
    public EditProgressView ShowProgress() => EditProgressView.Create(Screen, TimeProvider.System);
}

/// <summary>Copies a picture of the library to a file.</summary>
internal static class PictureDelivery
{
    public static async Task DeliverAsync(this CommandContext context, Picture picture, OutputFile output)
    {
        try
        {
            await output.CopyFromAsync(picture.Path, context.CancellationToken);
        }
        catch (Exception e) when (e is BelmException or IOException or UnauthorizedAccessException)
        {
            context.Screen.Error.WriteLine($"The image itself is safe in the library as {picture.Id}.");
            throw;
        }
    }
}

/// <summary>Calls the planner for a command, which has no second turn to answer a question.</summary>
internal static class PlanRequest
{
    /// <summary>Returns the plan for a request.</summary>
    /// <exception cref="BelmException">The planner needs to know more.</exception>
    public static async Task<EditPlan> PlanAsync(this CommandContext context, string request, string caption)
    {
        var planner = context.Services.GetRequiredService<IEditPlanner>();
        var outcome = await planner.PlanAsync(new PlanningRequest(request, caption), context.CancellationToken);
        if (!outcome.IsPlanned)
        {
            throw outcome.ToFailure();
        }

        foreach (var note in outcome.Notes)
        {
            context.Screen.Error.WriteLine(PlainText.Line(note));
        }

        return outcome.Plan;
    }
}
