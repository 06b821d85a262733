using System.CommandLine;
using BelmAgent.Editing.Plans;
using BelmAgent.Evaluation.Edits;
using BelmAgent.Host.Commands.Options;
using BelmAgent.Host.Failures;

namespace BelmAgent.Host.Bench;

/// <summary>The pairs to edit, the number of workers, and the folder for results.</summary>
/// <param name="folder">The default name of the folder for results.</param>
internal sealed class BenchOptions(string folder)
{
    /// <summary>The value of <c>--half</c> for both halves.</summary>
    private const string BothHalves = "all";

    private readonly Option<string?> _out = NewOption.Path(
        "--out", "DIR", $"Folder for results, tables and plots; a run that was stopped goes on there (default: {folder} in the current folder).");

    private readonly Option<string?> _pairs = NewOption.Path("--pairs", "DIR", "The set of pairs (default: ToyTown-Edit, which comes with the app).");

    private readonly Option<string?> _half = NewOption.Text(
        "--half", "HALF", "Half of the set: tune, to choose settings on; report, to state results of; or all (default: tune).");

    private readonly Option<string?> _kinds = NewOption.Text(
        "--kinds", "KIND,…", "Only these kinds of edits: colour, object, add, remove, sky, ground, several (default: all).");

    private readonly Option<int?> _limit = NewOption.Whole("--limit", "N", 1, 1_000_000, "At most so many pairs, the kinds in turn (default: no limit).");

    private readonly Option<int?> _workers = NewOption.Whole(
        "--workers", "N", 1, 64, "Pairs edited at a time, each with a model of its own and one thread; results do not depend on it (default: 2).");

    public void AddTo(Command command)
    {
        command.Add(_out);
        command.Add(_pairs);
        command.Add(_half);
        command.Add(_kinds);
        command.Add(_limit);
        command.Add(_workers);
    }

    public string Out(ParseResult line) => line.GetValue(_out) ?? Path.GetFullPath(folder);

    public string Pairs(ParseResult line) => line.GetValue(_pairs) ?? EditPairSet.DefaultPath;

    public int Workers(ParseResult line) => line.GetValue(_workers) ?? 2;

    public string Half(ParseResult line) => line.GetValue(_half) ?? "tune";

    /// <summary>Returns the selected pairs of a set.</summary>
    /// <exception cref="BelmException">The set has no such half or kind, or no pairs of them.</exception>
    public IReadOnlyList<EditPair> Select(EditPairSet set, ParseResult line)
    {
        try
        {
            var half = Half(line);
            var pairs = set.Select(half == BothHalves ? null : half, Names(line.GetValue(_kinds)), line.GetValue(_limit));
            return pairs.Count > 0 ? pairs : throw UsageError.Create("usage", "The set has no such pair", "give another --half or other --kinds");
        }
        catch (LimitExceededException e)
        {
            throw UsageError.Create("usage", $"--{e.Problem}", e.Remedy, e);
        }
    }

    /// <summary>Returns a list of names separated by commas; null if not given.</summary>
    public static IReadOnlyList<string>? Names(string? list) => list?.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
}
