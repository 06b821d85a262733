using BelmAgent.Planning.Text;

namespace BelmAgent.Planning.Scenes;

/// <summary>The meaning of the words of a request in a scene.</summary>
internal sealed class SceneReading
{
    private readonly List<(SceneRole Role, SceneTerm Term)> _says = [];

    /// <summary>Gets the meaning besides the terms.</summary>
    public SceneMarks Marks { get; private set; }

    /// <summary>Gets the words that are not in the vocabulary.</summary>
    public List<string> Unknown { get; } = [];

    /// <summary>Gets whether an object is named, possibly as "the one" or "the left one".</summary>
    public bool NamesObject =>
        Marks.HasFlag(SceneMarks.Generic) || _says.Any(said => said.Role is SceneRole.Kind or SceneRole.Color or SceneRole.Slot or SceneRole.Look or SceneRole.Size);

    /// <summary>Gets whether only the sky, the ground or an object in the sky is named.</summary>
    public bool NamesScenery => Unknown.Count == 0 && !NamesObject && _says.Count > 0;

    /// <summary>Reads a phrase.</summary>
    public static SceneReading Parse(Phrase phrase, SceneVocabulary vocabulary)
    {
        var reading = new SceneReading();
        for (var at = 0; at < phrase.Words.Length;)
        {
            if (vocabulary.Lexicon.Read(phrase.Words, at) is not { } entry)
            {
                reading.Unknown.Add(phrase.Words[at++]);
                continue;
            }

            reading._says.AddRange(entry.Says);
            reading.Marks |= entry.Marks | (entry.IsPlural ? SceneMarks.All : SceneMarks.None);
            at += entry.Words.Length;
        }

        return reading;
    }

    /// <summary>Returns the terms of a role, each once.</summary>
    public IReadOnlyList<SceneTerm> All(SceneRole role) =>
        [.. _says.Where(said => said.Role == role).Select(said => said.Term).Distinct()];

    /// <summary>Returns the term of a role; null if it is missing or ambiguous.</summary>
    public SceneTerm? One(SceneRole role) => All(role) is [var only] ? only : null;

    /// <summary>Gets whether some role has two values, such as two colours.</summary>
    public bool Contradicts => Enum.GetValues<SceneRole>().Any(role => All(role).Count > 1);
}
