using BelmAgent.Editing.Checks;
using BelmAgent.Evaluation.Edits;
using BelmAgent.Imaging.Comparison;

namespace BelmAgent.Evaluation.Tests.Edits;

/// <summary>Every measure on hand-made pictures with known values.</summary>
public class EditScorerTests
{
    private static readonly (string, string) Blue = ("color_left", "blue");
    private readonly EditScorer _scorer = new(HandMade.Limits);

    [Fact]
    public void A_perfect_edit_is_perfect()
    {
        var score = Score(HandMade.Reference, HandMade.Edited(HandMade.Picture(HandMade.Asked, HandMade.Grey), Blue), 151, 2.5);

        Assert.True(score.Success);
        Assert.True(score.Clean);
        Assert.False(score.Unchanged);
        Assert.Equal((0, 99, 99, 99, 99), (score.Collateral, score.BackgroundPsnr, score.SourcePsnr, score.IdealPsnr, score.IdealReconstructionPsnr));
        Assert.Equal((0.5, 99.0), (score.OwnPixels, score.InsidePsnr));
        Assert.Equal(1.5, score.NoiseRatio!.Value, 1e-9);
        Assert.Equal(1, score.BackgroundSsim!.Value, 1e-9);
        Assert.Equal(1, score.Departure!.Value, 1e-9);
        Assert.Equal((151, 2.5), (score.Evaluations, score.Seconds));
    }

    [Fact]
    public void A_composed_edit_is_compared_with_the_pictures_themselves()
    {
        // An autoencoder that darkens everything by 20 steps.
        var reference = HandMade.Reference with { SourceReconstruction = HandMade.Picture(80, 80), IdealReconstruction = HandMade.Picture(120, 80) };
        var bare = Score(reference, HandMade.Edited(HandMade.Picture(120, 80), Blue), 0, 0);
        var composed = Score(reference, HandMade.Edited(HandMade.Picture(HandMade.Asked, HandMade.Grey), Blue) with { IsComposed = true }, 0, 0);

        Assert.Equal((99, 99), (bare.BackgroundPsnr, bare.IdealReconstructionPsnr));
        Assert.Equal((null, null, null), (composed.BackgroundPsnr, composed.BackgroundSsim, composed.IdealReconstructionPsnr));
        Assert.Equal((99, 99), (composed.SourcePsnr, composed.IdealPsnr));
        Assert.True(bare.SourcePsnr < 23);
        Assert.Equal((1, 1), (bare.Departure!.Value, composed.Departure!.Value));
    }

    [Fact]
    public void An_edit_that_stays_away_is_unchanged()
    {
        var score = Score(HandMade.Reference, HandMade.Edited(HandMade.Picture(HandMade.Grey, HandMade.Grey)), 0, 0);

        Assert.Equal((false, true, 0.0), (score.Success, score.Unchanged, score.Departure));
        Assert.Empty(score.CollateralHeads);
    }

    [Fact]
    public void What_reads_as_before_but_went_most_of_the_way_is_a_failure_of_another_kind()
    {
        var score = Score(HandMade.Reference, HandMade.Edited(HandMade.Picture(HandMade.Asked - 10, HandMade.Grey)), 0, 0);

        Assert.Equal((false, false), (score.Success, score.Unchanged));
        Assert.Equal(0.75, score.Departure!.Value, 1e-9);
    }

    [Fact]
    public void A_third_colour_is_neither_success_nor_unchanged()
    {
        var score = Score(HandMade.Reference, HandMade.Edited(HandMade.Picture(HandMade.Grey + 4, HandMade.Grey), ("color_left", "green")), 0, 0);

        Assert.Equal((false, false), (score.Success, score.Unchanged));
    }

    [Fact]
    public void What_changes_unasked_is_collateral_and_no_clean_edit()
    {
        var score = Score(
            HandMade.Reference, HandMade.Edited(HandMade.Picture(HandMade.Asked, HandMade.Grey), Blue, ("sky", "night"), ("ground", "snow")), 0, 0);

        Assert.True(score.Success);
        Assert.False(score.Clean);
        Assert.Equal(["sky", "ground"], score.CollateralHeads);
        Assert.Equal(2.0 / 5, score.Collateral);
    }

    [Fact]
    public void The_background_is_measured_outside_the_mask_alone()
    {
        // Ten steps of 255 outside: 20·log10(255 / 10).
        var score = Score(HandMade.Reference, HandMade.Edited(HandMade.Picture(7, HandMade.Grey + 10), Blue), 0, 0);

        Assert.Equal(20 * Math.Log10(25.5), score.BackgroundPsnr!.Value, 1e-9);
        Assert.InRange(score.BackgroundSsim!.Value, 0.5, 0.999);
        Assert.True(score.IdealPsnr < score.BackgroundPsnr);
    }

    [Fact]
    public void Without_a_known_ideal_the_rest_is_measured_all_the_same()
    {
        var reference = HandMade.Reference with { Pair = HandMade.Reference.Pair with { Ideal = null }, Ideal = null, IdealReconstruction = null };

        var edited = Score(reference, HandMade.Edited(HandMade.Picture(HandMade.Asked, HandMade.Grey), Blue), 0, 0);
        var missed = Score(reference, HandMade.Edited(HandMade.Picture(HandMade.Asked, HandMade.Grey)), 0, 0);

        Assert.Equal((true, 99, 0.5), (edited.Clean, edited.SourcePsnr, edited.OwnPixels));
        Assert.Equal((null, null, null, null), (edited.IdealPsnr, edited.InsidePsnr, edited.IdealReconstructionPsnr, edited.Departure));
        Assert.Equal((false, true), (edited.Unchanged, missed.Unchanged));
    }

    [Fact]
    public void A_mask_over_everything_leaves_no_background()
    {
        var everything = new ImageMask(HandMade.Side, HandMade.Side, [.. Enumerable.Repeat(true, HandMade.Side * HandMade.Side)]);

        var score = Score(HandMade.Of(everything), HandMade.Edited(HandMade.Picture(HandMade.Asked, HandMade.Grey), Blue), 0, 0);

        Assert.Null(score.BackgroundPsnr);
        Assert.Null(score.SourceSsim);
        Assert.Equal(99, score.IdealPsnr);
    }

    [Theory]
    [InlineData(10.5, 0.0, 0.3, 0.99, EditArtefact.Latent)]
    [InlineData(5.0, 0.02, 0.3, 0.99, EditArtefact.Overshoot)]
    [InlineData(5.0, 0.0, 1.1, 0.99, EditArtefact.Noise)]
    [InlineData(5.0, 0.0, 0.3, 0.45, EditArtefact.Unsure)]
    public void Each_limit_finds_its_artefact(double latentMax, double overshoot, double noise, double confidence, EditArtefact expected) =>
        Assert.Equal([expected], HandMade.Limits.Find(latentMax, overshoot, noise, HandMade.Seen(confidence)));

    [Theory]
    [InlineData("object_left", "none")]
    [InlineData("color_left", "none")]
    [InlineData("extra_count", "2")]
    [InlineData("extra", "none")]
    public void What_cannot_be_is_nonsense(string head, string label) =>
        Assert.Equal([EditArtefact.Nonsense], HandMade.Limits.Find(5, 0, 0.3, HandMade.Seen(0.99, (head, label))));

    [Fact]
    public void A_sound_picture_has_no_artefact() => Assert.Empty(HandMade.Limits.Find(10, 0.01, 1, HandMade.Seen(0.5)));

    [Fact]
    public void An_overflow_is_a_failure_with_an_artefact()
    {
        var score = EditScorer.NotFinite(12, 0.5);

        Assert.Equal((false, false, false), (score.Success, score.Unchanged, score.Clean));
        Assert.Equal([EditArtefact.NotFinite], score.Artefacts);
        Assert.Null(score.Departure);
    }

    private EditScore Score(PairReference reference, EditedPicture edited, int evaluations, double seconds) => _scorer.Score(
        reference, edited, new EditCheck { Expected = "", ShowsRequest = true, Changes = [], Damage = 0.1, NoiseRatio = edited.Noise / reference.SourceNoise }, evaluations, seconds);
}
