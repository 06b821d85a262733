using System.CommandLine;
using System.Globalization;

namespace BelmAgent.Host.Commands.Options;

/// <summary>Options for the edits of a conversation, used unless a request says otherwise.</summary>
internal sealed class ChatDefaults
{
    private readonly SamplingOptions _sampling = new(SamplingOptions.GuidanceOfTheModel, SamplingOptions.StepsOfTheModel);
    private readonly StrengthOption _strength = new();

    public void AddTo(Command command)
    {
        _sampling.AddTo(command, withParameters: false);
        _strength.AddTo(command);
    }

    /// <summary>Returns the configuration from these options.</summary>
    public IEnumerable<KeyValuePair<string, string?>> Settings(ParseResult line)
    {
        (string Key, IFormattable? Value)[] numbers =
        [
            ("Steps", _sampling.Steps(line)), ("Guidance", _sampling.Guidance(line)), ("Strength", _strength.Value(line)),
        ];
        return numbers
            .Where(number => number.Value is not null)
            .Select(number => KeyValuePair.Create($"Belm:Editing:{number.Key}", number.Value?.ToString(null, CultureInfo.InvariantCulture)))
            .Concat(_sampling.Sampler(line) is { } sampler ? [new("Belm:Editing:Sampler", sampler)] : []);
    }
}
