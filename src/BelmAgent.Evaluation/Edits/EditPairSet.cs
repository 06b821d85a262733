using BelmAgent.Diffusion.Vision;
using BelmAgent.Editing.Plans;

namespace BelmAgent.Evaluation.Edits;

/// <summary>A set of edits with their perfect results, such as ToyTown-Edit.</summary>
/// <remarks>Immutable and safe to share between threads.</remarks>
public sealed class EditPairSet
{
    internal EditPairSet(string name, string sha256, IReadOnlyList<string> kinds, IReadOnlyList<string> halves, IReadOnlyList<EditPair> pairs) =>
        (Name, Sha256, Kinds, Halves, Pairs) = (name, sha256, kinds, halves, pairs);

    /// <summary>Gets the names of the sets beside the app, by the world that they show.</summary>
    public static IReadOnlyList<string> Included { get; } = ["stickertown", "toytown"];

    /// <summary>Gets the location of ToyTown-Edit beside the app.</summary>
    public static string DefaultPath { get; } = PathOf("toytown");

    /// <summary>Gets the location of the part of ToyTown-Edit whose sources the model generates.</summary>
    public static string GeneratedPath { get; } = Path.Combine(DefaultPath, "generated");

    /// <summary>Returns the name of the included set whose scenes a model knows.</summary>
    /// <param name="modelFolder">The model's folder.</param>
    /// <returns>One of <see cref="Included"/>; that of ToyTown for a model without a describer of places.</returns>
    public static string WorldOf(string modelFolder)
    {
        var labels = Path.Combine(modelFolder, "describer", "labels.json");
        return File.Exists(labels) && SceneGrammar.Load(labels).Heads.Any(head => head.Name == "place") ? "stickertown" : "toytown";
    }

    /// <summary>Returns the location of a set beside the app.</summary>
    /// <param name="name">One of <see cref="Included"/>.</param>
    public static string PathOf(string name) => Path.Combine(AppContext.BaseDirectory, "bench", $"{name}-edit");

    /// <summary>Gets the set's name.</summary>
    public string Name { get; }

    /// <summary>Gets the SHA-256 of its list of pairs, which contains those of the pictures: sets with equal hashes are the same.</summary>
    public string Sha256 { get; }

    /// <summary>Gets the kinds of edits in the set, in the order of its tables.</summary>
    public IReadOnlyList<string> Kinds { get; }

    /// <summary>Gets the halves: settings are chosen on the first, and results are reported on the last.</summary>
    public IReadOnlyList<string> Halves { get; }

    /// <summary>Gets all pairs.</summary>
    public IReadOnlyList<EditPair> Pairs { get; }

    /// <summary>Reads a set and checks every file of it against its hash.</summary>
    /// <param name="path">
    /// The folder: <c>set.json</c>, <c>pairs.jsonl</c>, and for each pair a lossless strip of source, ideal and mask, or of mask and outlines if
    /// the model generates the source.
    /// </param>
    /// <exception cref="BelmException"><c>not_edit_pairs</c>: a file is missing, damaged or not in the expected format.</exception>
    public static EditPairSet Load(string path) => new EditPairSetReader(path).Read();

    /// <summary>Returns some of the pairs, with alternating kinds, so that any prefix of the list is balanced.</summary>
    /// <param name="half">Only this half. Null: all.</param>
    /// <param name="kinds">Only these kinds. Null: all.</param>
    /// <param name="limit">Maximum number of pairs, at least 1. Null: no limit.</param>
    /// <exception cref="LimitExceededException">There is no such half or kind, or the limit is less than 1.</exception>
    public IReadOnlyList<EditPair> Select(string? half = null, IReadOnlyList<string>? kinds = null, int? limit = null)
    {
        Require(half is null || Halves.Contains(half), "half", half, string.Join(" or ", Halves));
        foreach (var kind in kinds ?? [])
        {
            Require(Kinds.Contains(kind), "kinds", kind, string.Join(", ", Kinds));
        }

        Require(limit is null or >= 1, "limit", limit, "1 or more");
        var places = new Dictionary<string, int>();
        return
        [
            .. Pairs.Where(pair => (half is null || pair.Half == half) && (kinds is null || kinds.Contains(pair.Kind)))
                .Select(pair => (Pair: pair, Place: places[pair.Kind] = places.GetValueOrDefault(pair.Kind) + 1))
                .OrderBy(entry => entry.Place).ThenBy(entry => Kinds.ToList().IndexOf(entry.Pair.Kind))
                .Select(entry => entry.Pair)
                .Take(limit ?? int.MaxValue),
        ];
    }

    private static void Require(bool holds, string setting, object? value, string allowed)
    {
        if (!holds)
        {
            throw new LimitExceededException(setting, value, allowed);
        }
    }
}
