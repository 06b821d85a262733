namespace BelmAgent.Diffusion.Tests.Text;

public class TextEncoderTests(ToyTown toyTown) : IClassFixture<ToyTown>
{
    [Fact]
    public void A_prompt_becomes_one_embedding_a_token()
    {
        var text = toyTown.Pipeline.Text;

        Assert.Equal(text.Length * text.Width, text.Encode("a red house").Length);
    }

    [Fact]
    public void Different_prompts_differ_and_the_same_prompt_does_not()
    {
        var text = toyTown.Pipeline.Text;
        var red = text.Encode("a red house on the left").ToArray();

        Assert.NotEqual(red, text.Encode("a blue house on the left").ToArray());
        Assert.Equal(red, text.Encode("A red house, on the left".Replace(",", "", StringComparison.Ordinal)).ToArray());
    }

    [Fact]
    public void A_cancelled_call_does_nothing() =>
        Assert.ThrowsAny<OperationCanceledException>(() => toyTown.Pipeline.Text.Encode("never seen before", new CancellationToken(canceled: true)));
}
