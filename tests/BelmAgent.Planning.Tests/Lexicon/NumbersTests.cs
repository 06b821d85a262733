using BelmAgent.Planning.Lexicon;

namespace BelmAgent.Planning.Tests.Lexicon;

public class NumbersTests
{
    [Theory]
    [InlineData("dogs", "dog")]
    [InlineData("child", "children")]
    [InlineData("businessman", "businessmen")]
    [InlineData("cherries", "cherry")]
    [InlineData("cookies", "cookie")]
    [InlineData("volcanoes", "volcano")]
    [InlineData("glass", "glasses")]
    [InlineData("box", "boxes")]
    public void A_noun_has_two_numbers(string noun, string other) => Assert.Equal(other, Numbers.Other(noun));
}
