using System.Text.Json.Nodes;
using BelmAgent.Editing.Plans;
using BelmAgent.Evaluation.Edits;
using BelmAgent.Imaging;
using BelmAgent.Imaging.Comparison;

namespace BelmAgent.Evaluation.Tests.Edits;

/// <summary>Sets of edit pairs are read completely, or refused in one sentence.</summary>
public sealed class EditPairSetTests : IDisposable
{
    private readonly SmallSet _small = new();

    public static TheoryData<string, string> Damages => new()
    {
        { "no head", "it is missing" },
        { "not a list", "it is missing" },
        { "no picture", "it is missing" },
        { "head is no JSON", "not in the expected form" },
        { "head lacks a field", "not in the expected form" },
        { "later format", "its format is 3" },
        { "another number of pairs", "it has 2 pairs" },
        { "changed list", "does not have the recorded SHA-256" },
        { "changed picture", "does not have the recorded SHA-256" },
        { "no picture at all in the file", "not a readable image" },
        { "another size", "16×8 and not 24×8" },
        { "grey mask", "not black and white" },
        { "empty mask", "its mask is empty" },
        { "unknown kind", "does not know" },
        { "change from nowhere", "do not start from its attributes" },
        { "nothing changes", "do not start from its attributes" },
        { "file elsewhere", "outside the folder" },
        { "a seed", "a seed, but its source is drawn" },
        { "no seed", "no seed to generate its source from" },
        { "two of one id", "two pairs have the same id" },
    };

    [Fact]
    public void A_sound_set_is_read()
    {
        var set = EditPairSet.Load(_small.Path);

        Assert.Equal(("Small", 2), (set.Name, set.Pairs.Count));
        var pair = set.Pairs[0];
        Assert.Equal(("one", "tune", "colour", "make it white"), (pair.Id, pair.Half, pair.Kind, pair.Request));
        Assert.Equal("white", pair.Asked["color"]);
        Assert.Equal(("grey", "white"), (pair.SourceCaption, pair.TargetCaption));
        Assert.Equal((RgbColor.Grey, RgbColor.White, RgbColor.Grey), (pair.Source![0, 0], pair.Ideal![0, 0], pair.Ideal[SmallSet.Size - 1, 0]));
        Assert.Equal((true, false), (pair.Mask[0, 0], pair.Mask[SmallSet.Size - 1, 0]));
    }

    [Fact]
    public void A_picture_may_be_wider_than_high()
    {
        _small.Head["width"] = SmallSet.Size / 2;
        _small.Redraw(0, 3 * SmallSet.Size / 2, (x, _) => x < SmallSet.Size ? RgbColor.Grey : RgbColor.White);
        _small.Redraw(1, 3 * SmallSet.Size / 2, (_, _) => RgbColor.White);

        var pair = EditPairSet.Load(_small.Path).Pairs[0];

        Assert.Equal((SmallSet.Size / 2, SmallSet.Size, RgbColor.Grey), (pair.Ideal!.Width, pair.Ideal.Height, pair.Ideal[0, 0]));
        Assert.Equal(SmallSet.Size / 2 * SmallSet.Size, pair.Mask.Count);
    }

    [Fact]
    public void A_generated_source_has_a_seed_and_a_mask()
    {
        _small.Head["generated"] = true;
        _small.Redraw(0, 2 * SmallSet.Size, (x, _) => x is 0 or > SmallSet.Size ? RgbColor.White : RgbColor.Black);
        _small.Redraw(1, 2 * SmallSet.Size, (_, _) => RgbColor.White);
        (_small.Pairs[0]["seed"], _small.Pairs[1]["seed"]) = (7, 17);
        _small.Write();

        var pairs = EditPairSet.Load(_small.Path).Pairs;

        Assert.All(pairs, pair => Assert.Equal((null, null), (pair.Source, pair.Ideal)));
        Assert.Equal([7, 17], pairs.Select(pair => pair.Seed));
        Assert.Equal((SmallSet.Size, (SmallSet.Size - 1) * SmallSet.Size), (pairs[0].Mask.Count, pairs[0].Outlines!.Count));
    }

    [Theory]
    [MemberData(nameof(Damages))]
    public void A_damaged_set_is_refused_in_one_sentence(string damage, string reason)
    {
        Damage(damage);

        var refusal = Assert.Throws<BelmException>(() => EditPairSet.Load(_small.Path));

        Assert.Contains(reason, refusal.Message, StringComparison.Ordinal);
        Assert.Equal("not_edit_pairs", refusal.Code);
        Assert.StartsWith($"'{_small.Path}", refusal.Problem, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', refusal.Message);
    }

    [Fact]
    public void ToyTown_Edit_is_balanced()
    {
        var set = EditPairSet.Load(EditPairSet.DefaultPath);

        Assert.True(set.Pairs.Count >= 320);
        var counts = set.Pairs.GroupBy(pair => (pair.Half, pair.Kind)).Select(group => group.Count()).ToList();
        Assert.Equal(2 * set.Kinds.Count, counts.Count);
        Assert.Single(counts.Distinct());
    }

    [Fact]
    public void The_generated_sources_of_ToyTown_Edit_differ_and_most_are_asked_for_another_sky_or_ground()
    {
        var set = EditPairSet.Load(EditPairSet.GeneratedPath);

        Assert.True(set.Pairs.Count >= 240);
        Assert.All(set.Halves, half => Assert.True(2 * set.Select(half, ["sky", "ground"]).Count >= set.Select(half).Count));
        var seeds = set.Pairs.Select(pair => pair.Seed!.Value).Order().ToList();
        Assert.All(seeds.Zip(seeds.Skip(1)), next => Assert.True(next.Second - next.First >= 10));
    }

    [Fact]
    public void The_masks_of_ToyTown_Edit_hold_all_that_differs()
    {
        foreach (var pair in EditPairSet.Load(EditPairSet.DefaultPath).Pairs)
        {
            var changed = ImageComparison.ChangedMask(pair.Source!, pair.Ideal!, threshold: 8);

            Assert.True(changed.Count > 0, pair.Id);
            Assert.All(Enumerable.Range(0, changed.Inside.Length), i => Assert.True(!changed.Inside[i] || pair.Mask.Inside[i], pair.Id));
        }
    }

    [Fact]
    public void A_selection_is_balanced_from_its_first_pair_on()
    {
        var set = EditPairSet.Load(EditPairSet.DefaultPath);

        var some = set.Select("report", limit: (2 * set.Kinds.Count) + 1);

        Assert.Equal(set.Kinds, some.Take(set.Kinds.Count).Select(pair => pair.Kind));
        Assert.Equal(set.Kinds, some.Skip(set.Kinds.Count).Take(set.Kinds.Count).Select(pair => pair.Kind));
        Assert.All(some, pair => Assert.Equal("report", pair.Half));
        Assert.All(set.Select(kinds: ["sky", "add"]), pair => Assert.Contains(pair.Kind, (string[])["sky", "add"]));
    }

    [Fact]
    public void A_selection_of_what_is_not_there_is_refused()
    {
        var set = EditPairSet.Load(_small.Path);

        Assert.Equal("half", Assert.Throws<LimitExceededException>(() => set.Select("third")).Setting);
        Assert.Equal("kinds", Assert.Throws<LimitExceededException>(() => set.Select(kinds: ["pose"])).Setting);
        Assert.Equal("limit", Assert.Throws<LimitExceededException>(() => set.Select(limit: 0)).Setting);
    }

    public void Dispose() => _small.Dispose();

    private void Damage(string damage)
    {
        var second = _small.Pairs[1];
        switch (damage)
        {
            case "no head":
                File.Delete(_small["set.json"]);
                return;
            case "not a list":
                File.Delete(_small["pairs.jsonl"]);
                return;
            case "no picture":
                File.Delete(_small["two.png"]);
                return;
            case "head is no JSON":
                File.WriteAllText(_small["set.json"], "{");
                return;
            case "changed list":
                File.AppendAllText(_small["pairs.jsonl"], "\n");
                return;
            case "changed picture":
                File.Copy(_small["one.png"], _small["two.png"], overwrite: true);
                File.AppendAllText(_small["two.png"], " ");
                return;
            case "another size":
                _small.Redraw(1, 2 * SmallSet.Size, (_, _) => RgbColor.White);
                return;
            case "grey mask":
                _small.Redraw(1, 3 * SmallSet.Size, (x, _) => x == 3 * SmallSet.Size - 1 ? RgbColor.Grey : RgbColor.White);
                return;
            case "empty mask":
                _small.Redraw(1, 3 * SmallSet.Size, (_, _) => RgbColor.Black);
                return;
            case "no picture at all in the file":
                File.WriteAllText(_small["two.png"], "text");
                second["sha256"] = "982d9e3eb996f559e633f4d194def3761d909f5a3b647d1a851fead67c32c9d1";
                break;
            case "head lacks a field":
                _small.Head.Remove("size");
                break;
            case "later format":
                _small.Head["format"] = 3;
                break;
            case "another number of pairs":
                _small.Head["pairs"] = 3;
                break;
            case "unknown kind":
                second["kind"] = "pose";
                break;
            case "change from nowhere":
                second["changes"] = new JsonObject { ["color"] = new JsonArray("black", "white") };
                break;
            case "nothing changes":
                second["changes"] = new JsonObject();
                break;
            case "a seed":
                second["seed"] = 1;
                break;
            case "no seed":
                _small.Head["generated"] = true;
                break;
            case "file elsewhere":
                second["file"] = "../two.png";
                break;
            default:
                second["id"] = "one";
                break;
        }

        _small.Write();
    }
}
