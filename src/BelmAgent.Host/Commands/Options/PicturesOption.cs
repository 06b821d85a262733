using System.CommandLine;
using BelmAgent.Host.Terminal.Graphics;

namespace BelmAgent.Host.Commands.Options;

/// <summary>The option for how pictures are shown in the terminal.</summary>
internal sealed class PicturesOption
{
    private readonly Option<string?> _pictures = NewOption.Choice("--pictures", "How pictures are shown in the terminal", "auto, by what the terminal is", GraphicsChoice.Names);

    public void AddTo(Command command) => command.Add(_pictures);

    /// <summary>Returns the configuration from this option.</summary>
    public IEnumerable<KeyValuePair<string, string?>> Settings(ParseResult line) =>
        line.GetValue(_pictures) is { } pictures ? [new("Belm:Chat:Pictures", pictures)] : [];
}
