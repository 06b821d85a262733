using BelmAgent.Planning.FreeText;
using BelmAgent.Planning.Soundness;

namespace BelmAgent.Planning.Tests.Soundness;

public class SentenceFaultsTests
{
    [Theory]
    [InlineData("a house beside a tall oaks", "a oaks")]
    [InlineData("one students in a hall", "one students")]
    [InlineData("a cat and another dogs on a sofa", "another dogs")]
    public void One_is_not_several(string caption, string fault) =>
        Assert.Contains(new PlanFault(PlanFaultKind.Grammar, fault), SentenceFaults.Find(CaptionText.Parse(caption).Words));

    [Theory]
    [InlineData("a few dogs and one of the cats on a sofa")]
    [InlineData("a million stars over a field")]
    [InlineData("another seven birds on a wire")]
    [InlineData("a children's book illustration of a steam train")]
    [InlineData("a woman in a jeans jacket beside a bus")]
    [InlineData("a glass of lemonade and a dress")]
    [InlineData("a carpenter sanding a chair outdoors")]
    public void What_people_write_is_sound(string caption) =>
        Assert.Empty(SentenceFaults.Find(CaptionText.Parse(caption).Words));
}
