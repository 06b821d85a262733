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
            return new LabelsFile(document.RootElement).ToVocabulary();
        }
        catch (Exception e) when (e is KeyNotFoundException or InvalidOperationException)
        {
            throw new JsonException("The labels lack 'heads' or 'caption' in the expected form.", e);
        }
    }

    private sealed class LabelsFile(JsonElement root)
    {
        private readonly JsonElement _caption = root.GetProperty("caption");

        public SceneVocabulary ToVocabulary()
        {
            string[] slots = [.. _caption.GetProperty("object").GetProperty("order").EnumerateArray().Select(slot => slot.GetString()!)];
            var skies = Terms("sky", ToyTown.Skies, synonym => $"{synonym} sky");
            var extras = Terms("extra", ToyTown.Extras, synonym => synonym);
            return new()
            {
                Objects = [.. Labels($"object_{slots[0]}").Select(kind => Term(kind, kind, [], ToyTown.Objects))],
                Colors = [.. Labels($"color_{slots[0]}").Select(color => Term(color, color, [], ToyTown.Colors))],
                Slots =
                [
                    .. slots.Select(slot => Term(slot, _caption.GetProperty("position").GetProperty(slot).GetString()!, Synonyms("position", slot), ToyTown.Slots)),
                ],
                Grounds = Terms("ground", ToyTown.Grounds, synonym => synonym),
                Skies = skies,
                Extras = extras,
                ExtrasOfSky = skies.ToDictionary(
                    sky => sky.Label,
                    sky => ToyTown.ExtrasOfSky.GetValueOrDefault(sky.Label) ?? [.. extras.Select(extra => extra.Label)]),
                Idioms = ToyTown.Idioms,
            };
        }

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
