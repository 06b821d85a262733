using BelmAgent.Editing.Tests.Doubles;
using BelmAgent.Evaluation.Edits;

namespace BelmAgent.Evaluation.Tests.Edits;

/// <summary>Results survive an interrupted run, and do not mix with others.</summary>
public sealed class EditResultsTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Fact]
    public void What_was_finished_is_found_again()
    {
        using (var results = Open())
        {
            results.Add(Records.Of("a", "colour", Records.Ddim, Records.Score()));
            results.Add(Records.Of("b", "sky", Records.Ddim, EditScorer.NotFinite(1, 1)));
        }

        using var again = Open();
        Assert.Equal(["a", "b"], again.Records.Select(record => record.Pair));
        Assert.Equivalent(Records.Score(), again.Find(Records.Pair("a"), Records.Ddim)!.Score);
        Assert.Equal([EditArtefact.NotFinite], again.Find(Records.Pair("b"), Records.Ddim)!.Score.Artefacts);
        Assert.Null(again.Find(Records.Pair("a"), Records.Corrected));
    }

    [Fact]
    public void A_name_is_no_setting()
    {
        using var results = Open();
        results.Add(Records.Of("a", "colour", Records.Ddim, Records.Score()));
        results.Add(Records.Of("a", "colour", Records.Ddim with { Name = "euler" }, Records.Score(success: false)));

        Assert.True(Assert.Single(results.Records).Score.Success);
        Assert.NotNull(results.Find(Records.Pair("a"), Records.Ddim with { Name = "another" }));
    }

    [Fact]
    public void A_line_cut_off_by_a_kill_is_left_out_and_written_over()
    {
        using (var results = Open())
        {
            results.Add(Records.Of("a", "colour", Records.Ddim, Records.Score()));
        }

        File.AppendAllText(_folder["results.jsonl"], "{\"pair\":\"b\",\"kin");
        using (var results = Open())
        {
            Assert.Equal(["a"], results.Records.Select(record => record.Pair));
            results.Add(Records.Of("c", "colour", Records.Ddim, Records.Score()));
        }

        using var again = Open();
        Assert.Equal(["a", "c"], again.Records.Select(record => record.Pair));
    }

    [Fact]
    public void A_damaged_line_is_refused()
    {
        using (Open())
        {
        }

        File.WriteAllText(_folder["results.jsonl"], "{\"pair\":\"b\"}\n");

        Assert.Contains("line 1", Assert.Throws<BelmException>(() => Open()).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("set of pairs")]
    [InlineData("model")]
    [InlineData("source of prompts")]
    [InlineData("measure of what is broken")]
    public void Results_of_another_kind_are_refused(string what)
    {
        using (Open())
        {
        }

        var other = what switch
        {
            "set of pairs" => Records.Head with { SetSha256 = "x" },
            "model" => Records.Head with { ModelSha256 = "x" },
            "source of prompts" => Records.Head with { Prompts = "planner" },
            _ => Records.Head with { Limits = HandMade.Limits with { Noise = 2 } },
        };

        Assert.Contains($"another {what}", Assert.Throws<BelmException>(() => EditResults.Open(_folder.Path, other)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Only_one_run_at_a_time_writes_to_a_folder()
    {
        using var first = Open();

        Assert.Throws<IOException>(() => Open());
    }

    public void Dispose() => _folder.Dispose();

    private EditResults Open() => EditResults.Open(_folder.Path, Records.Head);
}
