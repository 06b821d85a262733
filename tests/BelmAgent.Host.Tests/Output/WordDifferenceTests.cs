using BelmAgent.Host.Output;

namespace BelmAgent.Host.Tests.Output;

public class WordDifferenceTests
{
    [Theory]
    [InlineData("a red car", "a blue car", "a -red- car", "a +blue+ car")]
    [InlineData("a car", "a car with a hat", "a car", "a car +with+ +a+ +hat+")]
    [InlineData("a car, a tree", "a car", "a -car,- -a- -tree-", "a +car+")]
    [InlineData("", "new", "", "+new+")]
    [InlineData("same words", "same words", "same words", "same words")]
    [InlineData("one two", "two one", "-one- two", "two +one+")]
    public void Words_that_only_one_side_has_are_told_apart(string before, string after, string old, string now)
    {
        var (from, to) = WordDifference.Compute(before, after);

        Assert.Equal(old, Mark(from, '-'));
        Assert.Equal(now, Mark(to, '+'));
    }

    private static string Mark(IEnumerable<(string Word, bool Common)> words, char mark) =>
        string.Join(' ', words.Select(word => word.Common ? word.Word : $"{mark}{word.Word}{mark}"));
}
