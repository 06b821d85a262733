using System.CommandLine;

namespace BelmAgent.Host.Commands.Options;

/// <summary>The option for the strength of an edit: how far towards noise a picture is inverted.</summary>
internal sealed class StrengthOption
{
    private readonly Option<double?> _strength = NewOption.Number(
        "--strength", "S", strength => strength is > 0 and <= 1, "a number above 0 and at most 1",
        "How far towards noise the picture is taken, above 0 and at most 1; less keeps more of it (default: 1).");

    public void AddTo(Command command) => command.Add(_strength);

    public double? Value(ParseResult line) => line.GetValue(_strength);
}
