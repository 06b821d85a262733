using System.CommandLine;
using System.Text.Json.Nodes;
using BelmAgent.Editing.Library;
using BelmAgent.Editing.Plans;
using BelmAgent.Host.Commands;
using BelmAgent.Host.Output;
using BelmAgent.Host.Terminal;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Spectre.Console;

namespace BelmAgent.Host.Chat;

/// <summary>A conversation in the terminal; its input may also come from a pipe.</summary>
internal sealed class ChatCommand : ModelCommand
{
    private readonly ImageArgument _image = new() { Arity = ArgumentArity.ZeroOrOne, Description = "The image to start with: a file, or the id of one in the library." };
    private readonly SamplingOptions _sampling = new(SamplingOptions.GuidanceOfTheModel, SamplingOptions.StepsOfTheModel, SamplingOptions.SamplerOfTheKind);

    private readonly Option<string?> _resume = new("--resume")
    {
        HelpName = "SESSION",
        Arity = ArgumentArity.ZeroOrOne,
        Description = "Resume a saved conversation, by its id or the last one (default: start a new one; each is saved after every step).",
    };

    public ChatCommand()
        : base("chat", "Edit images in a conversation: one request per line; /help lists the commands.")
    {
        Add(_image);
        Add(SettingOption.Create("Belm:Editing:Sampler", _sampling.Sampler));
        Add(SettingOption.Create("Belm:Editing:Steps", _sampling.Steps));
        Add(SettingOption.Create("Belm:Editing:Guidance", _sampling.Guidance));
        Add(SettingOption.Create("Belm:Editing:Strength", _sampling.Strength));
        Add(SettingOption.Approval());
        Add(SettingOption.Pictures());
        Add(_resume);
        AddTail();
    }

    public override IEnumerable<KeyValuePair<string, string?>> Settings(ParseResult line) =>
        [.. base.Settings(line), .. Patience];

    // The user is watching and can press Ctrl-C, so no edit is left running in the background.
    private static KeyValuePair<string, string?>[] Patience => [new("Belm:Agent:Wait", "1.00:00:00")];

    public override IEnumerable<string> Inputs(ParseResult line) => _image.File(line) is { } file ? [file] : [];

    public override async Task<Outcome> RunAsync(CommandContext context)
    {
        context.Screen.Io.ReadsAnswers = true;
        if (!context.Screen.Io.CanAsk && context.Services.GetRequiredService<IOptions<EditingOptions>>().Value.Approval == ApprovalMode.Required)
        {
            context.Screen.Error.WriteLine("There is no terminal for questions: an edit runs only if the next line is y; pass --yes to run every plan.");
        }

        var session = ActivatorUtilities.CreateInstance<ChatSession>(context.Services, context);
        if (context.Line.GetResult(_resume) is { Implicit: false })
        {
            await session.ResumeAsync(context.Line.GetValue(_resume) is not "last" and var id ? id : null);
        }
        else
        {
            session.Begin();
        }

        if (context.Line.GetValue(_image) is not null)
        {
            var picture = await _image.ResolveAsync(context);
            await session.OpenAsync(picture.Id);
        }

        try
        {
            await session.RunAsync();
        }
        finally
        {
            session.Leave();
        }

        return new Outcome(new JsonObject { ["image_id"] = session.ImageId, ["session_id"] = session.SessionId }, new FactSheet());
    }
}
