using BelmAgent.Diffusion.PromptToPrompt;
using BelmAgent.Diffusion.Text;

namespace BelmAgent.Diffusion.Tests.PromptToPrompt;

public sealed class CrossAttentionEditTests
{
    private static readonly ClipTokenizer _tokenizer = ClipTokenizer.Load(Path.Combine(ToyTown.Path, "tokenizer"));
    private static readonly PromptTokens _source = PromptTokens.Create(_tokenizer, "a red house on green grass");
    private static readonly PromptTokens _target = PromptTokens.Create(_tokenizer, "a blue house on green grass with cloud");
    private static readonly TokenAlignment _refine = TokenAlignment.Refine(_source, _target);

    [Fact]
    public void A_closed_window_changes_nothing_at_all()
    {
        var (map, keep) = Write(new CrossAttentionEdit(_refine, new AttentionWindow(0, 0.4)).WithFactor([3], 2), step: 20);

        Assert.All(map, value => Assert.Equal(0, value));
        Assert.All(keep, value => Assert.Equal(1, value));
    }

    [Theory]
    [InlineData(0, 1)]
    [InlineData(0, 2)]
    [InlineData(19, 0.5)]
    public void It_is_the_papers_formula(int step, double factor)
    {
        // R[:, n] = α·A_source[:, mapper[n]] + (1 − α)·A_target[:, n], times eq: computed here as written in the paper.
        var edit = new CrossAttentionEdit(_refine, new AttentionWindow(0, 0.4)).WithFactor([2, 3], factor);
        var (map, keep) = Write(edit, step);
        var (source, target) = (ToyTown.Noise(map.Length, 1), ToyTown.Noise(map.Length, 2));
        var length = edit.Length;
        for (var n = 0; n < length; n++)
        {
            var from = Enumerable.Range(0, length).FirstOrDefault(s => _refine.Map[(s * length) + n] == 1, -1);
            var eq = n is 2 or 3 ? factor : 1;
            for (var q = 0; q < length; q++)
            {
                var expected = eq * (_refine.IsAligned(n) ? source[(q * length) + from] : target[(q * length) + n]);
                var actual = (keep[n] * target[(q * length) + n]) + Enumerable.Range(0, length).Sum(s => source[(q * length) + s] * map[(s * length) + n]);
                Assert.Equal(expected, actual, 1e-6);
            }
        }
    }

    [Fact]
    public void A_word_may_have_a_window_of_its_own()
    {
        var edit = new CrossAttentionEdit(_refine, new AttentionWindow(0, 0.4)).WithWindow([3], new AttentionWindow(0, 0.8));
        var (map, keep) = Write(edit, step: 30);

        Assert.Equal((1, 0), (map[(3 * edit.Length) + 3], keep[3]));
        Assert.Equal((0, 1), (map[(4 * edit.Length) + 4], keep[4]));
        Assert.True(edit.IsActive(39, 50));
        Assert.False(edit.IsActive(40, 50));
    }

    [Fact]
    public void A_ramp_moves_weight_from_the_source_to_the_target()
    {
        var (map, keep) = Write(new CrossAttentionEdit(_refine, new AttentionWindow(0, 0.4, 0.2)), step: 20);

        Assert.InRange(map[(3 * _refine.Length) + 3], 0.4, 0.6);
        Assert.Equal(1, map[(3 * _refine.Length) + 3] + keep[3], 1e-6);
    }

    [Fact]
    public void A_negative_weight_is_refused() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new CrossAttentionEdit(_refine, default).WithFactor([1], -1));

    private static (float[] Map, float[] Keep) Write(CrossAttentionEdit edit, int step)
    {
        var (map, keep) = (new float[edit.Length * edit.Length], new float[edit.Length]);
        edit.Write(step, 50, map, keep);
        return (map, keep);
    }
}
