using System.CommandLine;
using BelmAgent.Editing.Checks;
using BelmAgent.Editing.Library;
using BelmAgent.Editing.Plans;
using BelmAgent.Host.Failures;
using BelmAgent.Host.Output;
using BelmAgent.Imaging.Codecs;
using BelmAgent.Imaging.Comparison;
using Microsoft.Extensions.DependencyInjection;

namespace BelmAgent.Host.Commands;

/// <summary>Plans an edit, shows the plan, and runs it once it is approved.</summary>
internal sealed class EditCommand : ModelCommand
{
    private readonly ImageArgument _image = new() { Description = "The image: a PNG, JPEG or WebP file, or the id of one in the library." };
    private readonly Argument<string> _request = new("REQUEST") { Description = "What to change, in plain words: \"make the car blue\"." };

    private readonly Option<string?> _output = NewOption.Path(
        "--output", "FILE", "The PNG to write; an existing one is replaced (default: NAME-edited.png in the current folder, or the next free name).", "-o");

    private readonly Option<string?> _beforeAfter = NewOption.Path("--before-after", "FILE", "Also write a PNG with the image before and after, side by side.");
    private readonly Option<string?> _caption = NewOption.Text("--caption", "SOURCE", "What the image shows now (default: the caption by the model's describer).");
    private readonly Option<string?> _mask = NewOption.Path("--mask", "FILE", "An image of the same size, white where IMAGE may change; every other pixel stays the same.");
    private readonly Option<bool> _strict = NewOption.Flag(
        "--strict", "Exit with 5 unless the check passed: not if anything else changed, nor if nothing here can check. The image is saved all the same.");

    private readonly PlanOptions _plan = new();

    public EditCommand()
        : base("edit", "Change an image by a request in plain words; everything else stays the same.")
    {
        Add(_image);
        Add(_request);
        Add(_output);
        Add(_beforeAfter);
        Add(_caption);
        Add(_mask);
        Add(_strict);
        Add(SettingOption.Approval());
        _plan.AddTo(this);
        AddTail();
    }

    public override IEnumerable<string> Inputs(ParseResult line) =>
        [.. new[] { _image.File(line), line.GetValue(_mask) }.OfType<string>()];

    public override async Task<Outcome> RunAsync(CommandContext context)
    {
        var line = context.Line;
        var settings = context.Checked(_plan.Read(line));
        var mask = line.GetValue(_mask) is { } file ? StoredArgument.ImageFile(file) : null;
        var files = new OutputFiles(Inputs(line));
        var beforeAfter = line.GetValue(_beforeAfter) is { } sheet ? files.Named(sheet, ".png") : null;
        var output = line.GetValue(_output) is { } named ? files.Named(named, ".png") : files.Free($"{_image.Stem(line)}-edited", ".png");

        var picture = await _image.ResolveAsync(context);
        files.Keep(picture.Path);
        var plan = settings.Over(await PlanAsync(context, picture));
        if (mask is not null)
        {
            var masked = await context.Images.ImportMaskAsync(mask, picture.Id, context.CancellationToken);
            plan = plan with { DirectInversion = plan.DirectInversion with { MaskId = masked.Id } };
        }

        var proposal = await context.Editor.ProposeAsync(picture.Id, plan, context.CancellationToken);
        PlanCard.Create(proposal.Plan, proposal.EstimatedSeconds, plan.SourcePrompt).WriteTo(context.Screen.Words);
        context.Services.GetRequiredService<ShownPlan>().ProposalId = proposal.Id;

        var progress = context.ShowProgress();
        var result = await progress.UntilAsync(context.Editor.EditAsync(proposal.Id, progress, context.CancellationToken));

        await context.DeliverAsync(result.Picture, output);
        if (beforeAfter is not null)
        {
            await BeforeAfter.WriteAsync(picture, result.Picture, beforeAfter, context.CancellationToken);
        }

        var json = JsonOutput.From(result).With("output", output.FullPath).With("before_after", beforeAfter?.FullPath);
        var isRefused = line.GetValue(_strict) && result.Check.Result != EditOutcome.Passed;
        return new Outcome(json, EditFacts.Create(result, output, beforeAfter), isRefused ? ExitCodes.NotPassed : ExitCodes.Done);
    }

    private async Task<EditPlan> PlanAsync(CommandContext context, Picture picture)
    {
        var caption = context.Line.GetValue(_caption)
            ?? await context.Images.GetCaptionAsync(picture.Id, context.CancellationToken)
            ?? throw UsageError.Create("caption_needed", "The model cannot tell what the image shows", "describe it with --caption");
        return await context.PlanAsync(context.Line.GetRequiredValue(_request), caption);
    }
}

/// <summary>A picture before and after, side by side.</summary>
internal static class BeforeAfter
{
    public static Task WriteAsync(Picture before, Picture after, OutputFile output, CancellationToken cancellationToken)
    {
        var sheet = ContactSheet.SideBySide([ImageCodec.ReadFile(before.Path, cancellationToken: cancellationToken), ImageCodec.ReadFile(after.Path, cancellationToken: cancellationToken)]);
        return output.WriteAsync(ImageCodec.EncodePng(sheet), cancellationToken);
    }
}
