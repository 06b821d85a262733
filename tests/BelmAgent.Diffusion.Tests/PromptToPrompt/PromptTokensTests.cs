using BelmAgent.Diffusion.PromptToPrompt;
using BelmAgent.Diffusion.Text;

namespace BelmAgent.Diffusion.Tests.PromptToPrompt;

public sealed class PromptTokensTests
{
    private static readonly ClipTokenizer _tokenizer = ClipTokenizer.Load(Path.Combine(ToyTown.Path, "tokenizer"));

    [Theory]
    [InlineData("a red house on the left, on grass")]
    [InlineData("A RED  house,don't  stop at 12:30 &amp; go")]
    [InlineData("zebra-striped unknownword")]
    [InlineData("")]
    public void The_words_ids_in_a_row_are_the_texts(string text) =>
        Assert.Equal(_tokenizer.Tokenize(text), _tokenizer.SplitWords(text).SelectMany(word => word.Ids));

    [Fact]
    public void Positions_count_from_the_begin_token()
    {
        var prompt = Of("a red house, on grass");

        Assert.Equal(["a", "red", "house", ",", "on", "grass"], prompt.Words.Select(word => word.Text));
        Assert.Equal([3], prompt.Find(_tokenizer.SplitWords("House")));
        Assert.Equal([2, 3], prompt.Find(_tokenizer.SplitWords("red house")));
        Assert.Equal((8, false), (prompt.Seen, prompt.IsTruncated));
    }

    [Fact]
    public void Every_place_of_a_word_is_found_and_parts_of_words_are_not()
    {
        var prompt = Of("a red car on the left and a blue car on the right");

        Assert.Equal([3, 10], prompt.Find(_tokenizer.SplitWords("car")));
        Assert.Empty(prompt.Find(_tokenizer.SplitWords("cargo")));
        Assert.Empty(prompt.Find(_tokenizer.SplitWords("red blue")));
        Assert.Empty(prompt.Find([]));
    }

    [Fact]
    public void What_the_encoder_does_not_see_has_no_position()
    {
        var words = string.Join(' ', Enumerable.Repeat("red", _tokenizer.MaxLength)) + " house";
        var prompt = Of(words);

        Assert.True(prompt.IsTruncated);
        Assert.Equal(("red", _tokenizer.MaxLength), (prompt.FirstUnseen, prompt.Seen));
        Assert.Empty(prompt.Find(_tokenizer.SplitWords("house")));
        Assert.Equal(_tokenizer.Encode(words)[1..^1], prompt.SeenIds());
    }

    private static PromptTokens Of(string prompt) => PromptTokens.Create(_tokenizer, prompt);
}
