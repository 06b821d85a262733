using BelmAgent.Planning.Lexicon;

namespace BelmAgent.Planning.Tests.Lexicon;

public class SpellingTests
{
    [Theory]
    [InlineData("brigde", "bridge")]    // swapped, rather than "bride" with a letter too many
    [InlineData("glas", "glass")]       // one that is not doubled, rather than "glads" with a letter too few
    [InlineData("umbrela", "umbrella")]
    [InlineData("sittin", "sitting")]
    [InlineData("waering", "wearing")]
    [InlineData("strawberrys", "strawberries")]
    [InlineData("pupies", "puppies")]
    [InlineData("girafe", "giraffe")]   // a thing that is seldom named
    public void Finds_the_likeliest_word(string typed, string meant) => Assert.Equal([meant], Spelling.Meant(typed, []));

    [Theory]
    [InlineData("taped")]
    [InlineData("sloped")]
    [InlineData("caped")]
    [InlineData("doing")]
    [InlineData("went")]
    [InlineData("zombies")]
    [InlineData("whether")]
    [InlineData("nite")]    // a short form, no error
    [InlineData("boys")]
    public void Leaves_correct_words_alone(string word) => Assert.Empty(Spelling.Meant(word, []));
}
