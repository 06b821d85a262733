using System.CommandLine;
using System.Globalization;
using BelmAgent.Diffusion.Devices;
using BelmAgent.Editing.Plans;
using BelmAgent.Host.Terminal;

namespace BelmAgent.Host.Commands;

/// <summary>An option of the command line that overrides one setting of the configuration.</summary>
internal sealed class SettingOption
{
    private const string ModelKey = "Belm:Model:Path";
    private readonly string _key;
    private readonly Func<ParseResult, string?> _value;

    private SettingOption(Option option, string key, Func<ParseResult, string?> value) => (Option, _key, _value) = (option, key, value);

    /// <summary>Gets the option.</summary>
    public Option Option { get; }

    /// <summary>Creates the option for the model.</summary>
    public static SettingOption Model() => Create(ModelKey, NewOption.Model("stickertown"));

    /// <summary>Creates the option for the model of a command whose included pictures and captions are ToyTown's.</summary>
    public static SettingOption ToyTownModel()
    {
        var model = NewOption.Model("toytown");
        return new(model, ModelKey, line => line.GetValue(model) ?? NewOption.EmbeddedModel("toytown"));
    }

    /// <summary>Creates the option for the execution provider.</summary>
    public static SettingOption Provider() => Create("Belm:Device:Provider", NewOption.Choice(
        "--provider", "Where the networks run", "auto, the best that works here", [.. ExecutionProviders.Names]));

    /// <summary>Creates the option for the library.</summary>
    public static SettingOption Library() => Create("Belm:Library:Root", NewOption.Path(
        "--library", "DIR", "Folder for images, inversions and their history (default: belm in your local application data)."));

    /// <summary>Creates the option to run plans without asking.</summary>
    public static SettingOption Approval()
    {
        var yes = NewOption.Flag("--yes", "Run every plan without asking.");
        return new(yes, "Belm:Editing:Approval", line => line.GetValue(yes) ? nameof(ApprovalMode.Automatic) : null);
    }

    /// <summary>Creates the option for pictures in the terminal.</summary>
    public static SettingOption Pictures() => Create("Belm:Chat:Pictures", NewOption.Choice(
        "--pictures", "How images are shown in the terminal", "auto, depending on the terminal", GraphicsChoice.Names));

    /// <summary>Creates the option for the folder of models.</summary>
    public static SettingOption ModelsFolder() => Create("Belm:Models:Folder", NewOption.Path(
        "--models", "DIR", "Folder that contains the model folders (default: belm/models in your local application data)."));

    /// <summary>Creates a setting from an option; the setting is overridden if the option is given.</summary>
    /// <param name="key">The key of the setting.</param>
    /// <param name="option">The option; its value is null if it is not given.</param>
    public static SettingOption Create<T>(string key, Option<T?> option) =>
        new(option, key, line => Convert.ToString(line.GetValue(option), CultureInfo.InvariantCulture) is { Length: > 0 } value ? value : null);

    /// <summary>Returns the configuration from this option.</summary>
    public IEnumerable<KeyValuePair<string, string?>> Read(ParseResult line) => _value(line) is { } value ? [new(_key, value)] : [];
}
