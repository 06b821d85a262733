using System.CommandLine;
using System.CommandLine.Parsing;
using BelmAgent.Plugins.Tools;

namespace BelmAgent.Host.Commands;

/// <summary>Creates the kinds of options. An invalid value is reported in one sentence that names the allowed values.</summary>
internal static class NewOption
{
    public static Option<bool> Flag(string name, string description) =>
        new(name) { Description = description, Arity = ArgumentArity.Zero };

    /// <summary>Creates a flag whose value is null if it is not given.</summary>
    public static Option<bool?> Switch(string name, string description) =>
        new(name) { Description = description, Arity = ArgumentArity.Zero };

    public static Option<string?> Text(string name, string valueName, string description, params string[] aliases) =>
        new(name, aliases) { HelpName = valueName, Description = description };

    /// <summary>Creates an option for a file or folder; its value is the full path.</summary>
    public static Option<string?> Path(string name, string valueName, string description, params string[] aliases) => new(name, aliases)
    {
        HelpName = valueName,
        Description = description,
        CustomParser = result => Only(result) is { Length: > 0 } path
            ? System.IO.Path.GetFullPath(path)
            : Refuse<string?>(result, "a path"),
    };

    /// <summary>Creates the option for a model: a folder, or the name of an embedded model.</summary>
    /// <param name="otherwise">The model without the option.</param>
    public static Option<string?> Model(string otherwise) => new("--model")
    {
        HelpName = "DIR",
        Description = $"Model folder in the layout of a Stable Diffusion ONNX export, or the name of an embedded model: stickertown or toytown (default: {otherwise}).",
        CustomParser = result => Only(result) switch
        {
            "" => Refuse<string?>(result, "a folder or the name of an embedded model"),
            // A folder of that name comes first.
            ("stickertown" or "toytown") and var name when !Directory.Exists(name) => EmbeddedModel(name),
            var path => System.IO.Path.GetFullPath(path),
        },
    };

    /// <summary>Returns the folder of an embedded model.</summary>
    public static string EmbeddedModel(string name) => System.IO.Path.Combine(AppContext.BaseDirectory, "models", name);

    /// <summary>Creates an option for folders that may be given several times; its values are full paths.</summary>
    public static Option<IReadOnlyList<string>?> Paths(string name, string valueName, string description) => new(name)
    {
        HelpName = valueName,
        Description = description,
        Arity = ArgumentArity.OneOrMore,
        CustomParser = result => result.Tokens.All(token => token.Value.Length > 0)
            ? [.. result.Tokens.Select(token => System.IO.Path.GetFullPath(token.Value))]
            : Refuse<IReadOnlyList<string>?>(result, "a path"),
    };

    /// <summary>Creates an option with one of a few values.</summary>
    /// <param name="name">The option.</param>
    /// <param name="description">Its purpose, without a full stop: the values and the default are appended.</param>
    /// <param name="otherwise">The default, in words.</param>
    /// <param name="allowed">The values.</param>
    public static Option<string?> Choice(string name, string description, string otherwise, params string[] allowed)
    {
        var listing = $"{string.Join(", ", allowed[..^1])} or {allowed[^1]}";
        var option = new Option<string?>(name)
        {
            HelpName = "NAME",
            Description = $"{description}: {listing} (default: {otherwise}).",
            CustomParser = result => allowed.FirstOrDefault(known => known.Equals(Only(result), StringComparison.OrdinalIgnoreCase))
                ?? Refuse<string?>(result, listing),
        };
        option.CompletionSources.Add(allowed);
        return option;
    }

    public static Option<int?> Whole(string name, string valueName, int lowest, int highest, string description) => new(name)
    {
        HelpName = valueName,
        Description = description,
        CustomParser = result => NumberText.TryWhole(Only(result), out var value) && value >= lowest && value <= highest
            ? (int)value
            : Refuse<int?>(result, $"{NumberText.WholeNumber} from {lowest} to {highest}"),
    };

    public static Option<long?> Seed(string description) => new("--seed")
    {
        HelpName = "N",
        Description = description,
        CustomParser = result => NumberText.TryWhole(Only(result), out var value) ? value : Refuse<long?>(result, NumberText.WholeNumber),
    };

    public static Option<double?> Number(string name, string valueName, double lowest, double highest, string description) =>
        Number(name, valueName, value => value >= lowest && value <= highest, FormattableString.Invariant($"{NumberText.Number} from {lowest} to {highest}"), description);

    public static Option<double?> Number(string name, string valueName, Func<double, bool> isAllowed, string allowed, string description) => new(name)
    {
        HelpName = valueName,
        Description = description,
        CustomParser = result => NumberText.TryNumber(Only(result), out var value) && isAllowed(value)
            ? value
            : Refuse<double?>(result, allowed),
    };

    /// <summary>Creates an option for numbers separated by commas.</summary>
    public static Option<IReadOnlyList<double>?> Numbers(string name, string valueName, Func<double, bool> isAllowed, string allowed, string description) => new(name)
    {
        HelpName = valueName,
        Description = description,
        CustomParser = result =>
        {
            var numbers = new List<double>();
            foreach (var text in Only(result).Split(',', StringSplitOptions.TrimEntries))
            {
                if (!NumberText.TryNumber(text, out var value) || !isAllowed(value))
                {
                    return Refuse<IReadOnlyList<double>?>(result, allowed);
                }

                numbers.Add(value);
            }

            return numbers;
        },
    };

    /// <summary>Creates an option for several of a few values, separated by commas.</summary>
    public static Option<IReadOnlyList<string>?> Choices(string name, string valueName, string[] allowed, string description) => new(name)
    {
        HelpName = valueName,
        Description = description,
        CustomParser = result => Only(result).Split(',', StringSplitOptions.TrimEntries) is var names && names.All(allowed.Contains)
            ? names
            : Refuse<IReadOnlyList<string>?>(result, $"some of {string.Join(", ", allowed)}"),
    };

    /// <summary>Creates an option for words with a number each: <c>word=number,word=number</c>.</summary>
    public static Option<IReadOnlyDictionary<string, double>?> Words(string name, double lowest, double highest, string description) => new(name)
    {
        HelpName = "WORD=F,…",
        Description = description,
        CustomParser = result =>
        {
            var words = new Dictionary<string, double>(StringComparer.OrdinalIgnoreCase);
            foreach (var pair in Only(result).Split(',', StringSplitOptions.TrimEntries))
            {
                if (pair.Split('=', StringSplitOptions.TrimEntries) is not [{ Length: > 0 } word, var text]
                    || !NumberText.TryNumber(text, out var value) || !(value >= lowest && value <= highest))
                {
                    return Refuse<IReadOnlyDictionary<string, double>?>(
                        result, FormattableString.Invariant($"words with numbers from {lowest} to {highest}, as in \"red=0.8,house=0.2\""));
                }

                words[word] = value;
            }

            return words;
        },
    };

    /// <summary>Creates an option with a value that a type reads itself.</summary>
    /// <param name="name">The option.</param>
    /// <param name="valueName">The value in help.</param>
    /// <param name="parse">Reads the value; null if it is none.</param>
    /// <param name="allowed">The values, in words.</param>
    /// <param name="description">Its purpose.</param>
    public static Option<T?> Parsed<T>(string name, string valueName, Func<string, T?> parse, string allowed, string description)
        where T : class => new(name)
        {
            HelpName = valueName,
            Description = description,
            CustomParser = result => parse(Only(result)) ?? Refuse<T?>(result, allowed),
        };

    private static string Only(ArgumentResult result) => result.Tokens[0].Value;

    private static T? Refuse<T>(ArgumentResult result, string allowed)
    {
        var option = ((OptionResult)result.Parent!).Option.Name;
        result.AddError(NumberText.Refuse(option, Only(result), allowed));
        return default;
    }
}
