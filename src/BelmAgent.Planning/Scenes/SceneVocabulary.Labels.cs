using System.Text.Json;
using BelmAgent.Diffusion.Models;

namespace BelmAgent.Planning.Scenes;

public sealed partial class SceneVocabulary
{
    /// <summary>Reads a model's vocabulary from its folder.</summary>
    /// <param name="modelFolder">A model folder; its <c>describer/labels.json</c> contains the labels and their words in captions.</param>
    /// <returns>The vocabulary; null if the model has no closed world.</returns>
    /// <exception cref="ModelException">The file exists but does not have the expected format.</exception>
    public static SceneVocabulary? Load(string modelFolder)
    {
        var path = Path.Combine(modelFolder, "describer", "labels.json");
        try
        {
            return File.Exists(path) ? Parse(File.ReadAllText(path)) : null;
        }
        catch (JsonException e)
        {
            throw ModelException.Broken(path, "it lacks 'heads' or 'caption' in the expected form", e);
        }
    }

    /// <summary>Reads a <c>labels.json</c>. Common words for ToyTown's labels are added to the file's own.</summary>
    /// <param name="json">The text of the file.</param>
    /// <exception cref="JsonException">The text does not have the expected format.</exception>
    public static SceneVocabulary Parse(string json)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            var vocabulary = new LabelsFile(document.RootElement).ToVocabulary();
            _ = vocabulary.Lexicon;
            return vocabulary;
        }
        catch (Exception e) when (e is KeyNotFoundException or InvalidOperationException or FormatException or ArgumentException or IndexOutOfRangeException or NullReferenceException)
        {
            throw new JsonException("The labels lack 'heads' or 'caption' in the expected form.", e);
        }
    }

    private sealed class LabelsFile(JsonElement root)
    {
        private readonly JsonElement _caption = root.GetProperty("caption");

        public SceneVocabulary ToVocabulary() => Heads.Contains("ground") ? OfGrounds() : OfPlaces();

        // Objects on one of several grounds, under a sky.
        private SceneVocabulary OfGrounds()
        {
            var skies = Terms("sky", ToyTown.Skies, synonym => $"{synonym} sky");
            var extras = Terms("extra", ToyTown.Extras, synonym => synonym);
            return new()
            {
                Objects = [.. Labels($"object_{Order[0]}").Select(kind => Term(kind, kind, [], ToyTown.Objects))],
                Colors = [.. Labels($"color_{Order[0]}").Select(color => Term(color, color, [], ToyTown.Colors))],
                Slots = Slots,
                Grounds = Terms("ground", ToyTown.Grounds, synonym => synonym),
                Skies = skies,
                Extras = extras,
                ExtrasOfSky = skies.ToDictionary(
                    sky => sky.Label,
                    sky => ToyTown.ExtrasOfSky.GetValueOrDefault(sky.Label) ?? [.. extras.Select(extra => extra.Label)]),
                Idioms = ToyTown.Idioms,
            };
        }

        // Objects with traits, on top of one another or in the sky, in a place, at a time, in a style.
        private SceneVocabulary OfPlaces()
        {
            var (thing, world) = (_caption.GetProperty("object"), _caption.GetProperty("world"));
            var looks = world.GetProperty("looks").EnumerateObject().ToDictionary(kind => kind.Name, kind => List(kind.Value));
            var spots = Heads.Where(head => head.StartsWith("object_", StringComparison.Ordinal));
            return new()
            {
                Objects = [.. spots.SelectMany(Labels).Distinct().Select(kind => Term(kind, kind, Synonyms("object", kind), []))],
                Colors = Traits("color", []),
                Looks = Heads.Contains($"look_{Order[0]}") ? Traits("look", []) : [],
                Sizes = Heads.Contains($"size_{Order[0]}") ? Traits("size", []) : [],
                Slots = Slots,
                Grounds = Terms("place", [], synonym => synonym),
                Skies = Terms("time", [], synonym => synonym),
                Weathers = Heads.Contains("weather") ? Terms("weather", [], synonym => synonym) : [],
                Styles = Heads.Contains("style")
                    ? [.. Labels("style").Select(label => Term(label, _caption.GetProperty("style").GetProperty("words").GetProperty(label).GetString()!, Synonyms("style", label), []))]
                    : [],
                Extras = [],
                ExtrasOfSky = new Dictionary<string, IReadOnlyList<string>>(),
                Nature = new()
                {
                    Looks = looks,
                    Poses = List(world.GetProperty("poses")),
                    Materials = List(world.GetProperty("materials")),
                    Carriers = List(world.GetProperty("carriers")),
                    Riders = List(world.GetProperty("riders")),
                    Flyers = List(world.GetProperty("flyers")),
                    Standing = world.GetProperty("standing").GetInt32(),
                    On = Text(thing, "on"),
                    Sky = Text(_caption.GetProperty("position"), "sky"),
                    Alone = thing.TryGetProperty("alone", out var alone) ? alone.EnumerateObject().Where(slot => slot.Value.ValueEquals("")).Select(slot => slot.Name).FirstOrDefault() : null,
                    Separator = Text(thing, "separator") ?? thing.GetProperty("joiner").GetString()!,
                    ImpliedSkies = _caption.TryGetProperty("implied", out var implied) && implied.TryGetProperty("place", out var places)
                        ? places.EnumerateObject().ToDictionary(place => place.Name, place => place.Value.GetProperty("time").GetString()!)
                        : new Dictionary<string, string>(),
                    Skies = Table(world, "times"),
                    Weathers = Table(world, "weathers"),
                    Skyless = world.TryGetProperty("skyless", out var skyless) ? List(skyless) : [],
                    OwnColors = world.GetProperty("own_color").EnumerateObject().ToDictionary(kind => kind.Name, kind => kind.Value.GetString()!),
                    Colorless = _caption.TryGetProperty("style", out var style) && style.TryGetProperty("colorless", out var colorless) ? List(colorless) : [],
                    HasPlain = true,
                },
            };
        }

        private string[] Order => [.. _caption.GetProperty("object").GetProperty("order").EnumerateArray().Select(slot => slot.GetString()!)];

        private IReadOnlyList<string> Heads => [.. root.GetProperty("heads").EnumerateArray().Select(head => head.GetProperty("name").GetString()!)];

        private IReadOnlyList<SceneTerm> Slots =>
            [.. Order.Select(slot => Term(slot, _caption.GetProperty("position").GetProperty(slot).GetString()!, Synonyms("position", slot), ToyTown.Slots))];

        private IReadOnlyList<SceneTerm> Traits(string trait, IReadOnlyList<SceneTerm> known) =>
        [
            .. Labels($"{trait}_{Order[0]}").Where(label => label != "plain" || trait == "size").Select(label => Term(label, Word(trait, label), Synonyms(trait, label), known)),
        ];

        private string Word(string trait, string label) =>
            _caption.GetProperty("object").GetProperty("words").TryGetProperty(trait, out var words) && words.TryGetProperty(label, out var word) ? word.GetString()! : label;

        private static string? Text(JsonElement parent, string name) => parent.TryGetProperty(name, out var value) ? value.GetString() : null;

        private static Dictionary<string, IReadOnlyList<string>> Table(JsonElement parent, string name) =>
            parent.TryGetProperty(name, out var table) ? table.EnumerateObject().ToDictionary(entry => entry.Name, entry => List(entry.Value)) : [];

        private static IReadOnlyList<string> List(JsonElement array) => [.. array.EnumerateArray().Select(entry => entry.GetString()!)];

        private IReadOnlyList<SceneTerm> Terms(string head, IReadOnlyList<SceneTerm> known, Func<string, string> name) =>
        [
            .. Labels(head).Select(label => Term(
                label, _caption.GetProperty("phrases").GetProperty(head).GetProperty(label).GetString()!, [.. Synonyms(head, label).Select(name)], known)),
        ];

        private IEnumerable<string> Labels(string head) => root.GetProperty("heads").EnumerateArray()
            .First(entry => entry.GetProperty("name").ValueEquals(head))
            .GetProperty("labels").EnumerateArray()
            .Select(label => label.GetString()!)
            .Where(label => label != "none");

        private IReadOnlyList<string> Synonyms(string head, string label) =>
            _caption.TryGetProperty("synonyms", out var all) && all.TryGetProperty(head, out var group) && group.TryGetProperty(label, out var words)
                ? [.. words.EnumerateArray().Select(word => word.GetString()!)]
                : [];

        private static SceneTerm Term(string label, string phrase, IReadOnlyList<string> synonyms, IReadOnlyList<SceneTerm> known) =>
            new(label, phrase, [.. synonyms.Union(known.FirstOrDefault(term => term.Label == label)?.Names ?? [])]);
    }
}
