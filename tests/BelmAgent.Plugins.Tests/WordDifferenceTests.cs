
namespace BelmAgent.Plugins.Tests;

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

    [Theory]
    [InlineData("a red car on grass", "a blue car on grass", "a -red- +blue+ car on grass")]
    [InlineData("a car", "a big old car", "a +big old+ car")]
    [InlineData("", "new", "+new+")]
    [InlineData("gone", "", "-gone-")]
    public void Both_merge_into_one_reading(string before, string after, string merged) => Assert.Equal(
        merged,
        string.Join(' ', WordDifference.Merge(before, after).Select(run => run.Kind switch
        {
            DifferenceKind.Removed => $"-{run.Text}-",
            DifferenceKind.Added => $"+{run.Text}+",
            _ => run.Text,
        })));

    private static string Mark(IEnumerable<(string Word, bool Common)> words, char mark) =>
        string.Join(' ', words.Select(word => word.Common ? word.Word : $"{mark}{word.Word}{mark}"));
}
