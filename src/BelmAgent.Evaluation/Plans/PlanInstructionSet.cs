using System.Text.Json;

namespace BelmAgent.Evaluation.Plans;

/// <summary>Reads lists of instructions.</summary>
public static class PlanInstructionSet
{
    /// <summary>Gets the location of the PIE-Bench sample beside the app.</summary>
    public static string DefaultPath { get; } = Path.Combine(AppContext.BaseDirectory, "bench", "piebench", "sample.jsonl");

    /// <summary>Reads a list: one JSON object per line, with the fields of <see cref="PlanInstruction"/>; other fields are ignored.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="BelmException"><c>not_instructions</c>: the file cannot be read, is empty, or a line is not an instruction.</exception>
    public static IReadOnlyList<PlanInstruction> Load(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        string[] lines;
        try
        {
            lines = File.ReadAllLines(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw Unusable(path, 0, "the file cannot be read", e);
        }

        List<PlanInstruction> all =
            [.. lines.Index().Where(line => !string.IsNullOrWhiteSpace(line.Item)).Select(line => Read(path, line.Index + 1, line.Item))];
        return all.Count > 0 ? all : throw Unusable(path, 0, "there is no instruction in it");
    }

    private static PlanInstruction Read(string path, int number, string line)
    {
        try
        {
            return JsonSerializer.Deserialize<PlanInstruction>(line) is { IsWhole: true } instruction
                ? instruction
                : throw Unusable(path, number, "a field is empty, or the kind is not one of 0 to 9");
        }
        catch (JsonException e)
        {
            throw Unusable(path, number, "this is not a JSON object with the fields of an instruction", e);
        }
    }

    private static BelmException Unusable(string path, int line, string problem, Exception? inner = null) =>
        new("not_instructions", ErrorKind.InvalidInput, $"'{path}' is not a list of instructions ({(line == 0 ? problem : $"line {line}: {problem}")})", "correct it, or name another file", inner)
        {
            SafeProblem = $"The list of instructions cannot be used ({problem})",
        };
}
