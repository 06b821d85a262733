using BelmAgent.Diffusion.PromptToPrompt;
using BelmAgent.Diffusion.Text;

namespace BelmAgent.Diffusion.Tests.PromptToPrompt;

public sealed class TokenAlignmentTests
{
    private static readonly ClipTokenizer _tokenizer = ClipTokenizer.Load(Path.Combine(ToyTown.Path, "tokenizer"));

    [Fact]
    public void Refine_maps_as_prompt_to_prompt_does()
    {
        // The same pattern as "a round cake with orange frosting" and "a square cake with orange frosting on wood".
        var alignment = TokenAlignment.Refine(Of("a red house on green grass"), Of("a blue house on green grass with cloud"));

        int[] expected = [0, 1, -1, 3, 4, 5, 6, -1, -1, 7, .. Enumerable.Range(10, alignment.Length - 10)];
        Assert.Equal(expected, Mapper(alignment));
    }

    [Fact]
    public void Refine_of_the_same_prompt_is_the_identity()
    {
        var alignment = TokenAlignment.Refine(Of("a red house on grass"), Of("a red house on grass"));

        Assert.Equal(Enumerable.Range(0, alignment.Length), Mapper(alignment));
    }

    [Fact]
    public void Refine_follows_what_was_removed()
    {
        var alignment = TokenAlignment.Refine(Of("a red house and a tree on grass"), Of("a red house on grass"));

        Assert.Equal([0, 1, 2, 3, 7, 8, 9], Mapper(alignment)[..7]);
    }

    [Fact]
    public void Replace_lets_a_word_stand_for_a_word()
    {
        var alignment = TokenAlignment.Replace(Of("a red house on grass"), Of("a blue car on sand"))!;

        Assert.Equal(Enumerable.Range(0, alignment.Length), Mapper(alignment));
    }

    [Fact]
    public void Replace_spreads_a_word_evenly_over_more_tokens()
    {
        var (source, target) = (Of("a red house on grass"), Of("a red zebrafish on grass"));
        var (start, width) = target.PositionsOf(2).GetOffsetAndLength(target.Length);
        Assert.True(width > 1, "the made-up word must be of several tokens");

        var alignment = TokenAlignment.Replace(source, target)!;

        for (var n = start; n < start + width; n++)
        {
            Assert.Equal(1f / width, alignment.Map[(3 * alignment.Length) + n], 1e-6);
            Assert.Equal(1f / width, Column(alignment, n).Sum(), 1e-6);
        }

        // The positions after it are shifted, end on end.
        Assert.Equal(1, alignment.Map[(4 * alignment.Length) + start + width]);
        Assert.Equal(1, alignment.Map[((source.Seen - 1) * alignment.Length) + target.Seen - 1]);
        Assert.All(Enumerable.Range(0, alignment.Length), n => Assert.True(alignment.IsAligned(n)));
    }

    [Fact]
    public void Replace_needs_as_many_words() => Assert.Null(TokenAlignment.Replace(Of("a red house"), Of("a house")));

    private static int[] Mapper(TokenAlignment alignment) =>
        [.. Enumerable.Range(0, alignment.Length).Select(n => alignment.IsAligned(n) ? Array.IndexOf(Column(alignment, n), 1f) : -1)];

    private static float[] Column(TokenAlignment alignment, int n)
    {
        var column = new float[alignment.Length];
        for (var s = 0; s < column.Length; s++)
        {
            column[s] = alignment.Map[(s * alignment.Length) + n];
        }

        return column;
    }

    private static PromptTokens Of(string prompt) => PromptTokens.Create(_tokenizer, prompt);
}
