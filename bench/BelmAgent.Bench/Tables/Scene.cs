using System.Text.Json;

namespace BelmAgent.Bench.Tables;

/// <summary>A drawn picture with known content.</summary>
/// <param name="Path">The PNG.</param>
/// <param name="Caption">Its canonical caption.</param>
/// <param name="Attributes">Its content, by the describer's heads.</param>
internal sealed record Scene(string Path, string Caption, IReadOnlyDictionary<string, string> Attributes)
{
    public static IReadOnlyList<Scene> ReadAll() =>
    [
        .. File.ReadLines(Bench.Data("data/scenes/captions.jsonl")).Select(line =>
        {
            var fields = JsonSerializer.Deserialize<Dictionary<string, string>>(line)!;
            return new Scene(Bench.Data($"data/scenes/{fields["name"]}"), fields["caption"], fields);
        }),
    ];
}
