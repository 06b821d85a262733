using BelmAgent.Planning.FreeText;
using BelmAgent.Planning.Soundness;

namespace BelmAgent.Planning.Tests.Soundness;

public class SentenceFaultsTests
{
    [Theory]
    [InlineData("a house beside a tall oaks", "a oaks")]
    [InlineData("one students in a hall", "one students")]
    [InlineData("two toddler in striped shirts", "two toddler")]
    [InlineData("a diner with neon signs that says OPEN", "that says")]
    [InlineData("a woman and a grandchildren in a kitchen", "a grandchildren")]
    [InlineData("a cat and another dogs on a sofa", "another dogs")]
    public void One_is_not_several(string caption, string fault) =>
        Assert.Contains(new PlanFault(PlanFaultKind.Grammar, fault), SentenceFaults.Find(CaptionText.Parse(caption).Words));

    [Theory]
    [InlineData("a boy wearing looking out of a window", "wearing looking")]
    [InlineData("four balls on front of a goal", "on front")]
    [InlineData("a rocket launching at day", "at day")]
    [InlineData("an acrobat walking on an ice", "an ice")]
    [InlineData("a dog on the forest", "on the")]
    [InlineData("a jug in the lawn", "in the")]
    [InlineData("a lighthouse on a cliff in sunny, clear", "in sunny")]
    [InlineData("a crowd crossing a street in the rainy at night", "in the")]
    [InlineData("people under neon signs, one of them say RAMEN", "them say")]
    [InlineData("a team in green jerseys and white celebrating with a trophy", "and white")]
    [InlineData("three women sad at a cafe table", "women sad")]
    [InlineData("apples, one with a fly on it,, grapes and a knife", ", ,")]
    [InlineData("a king with a scar on its cheek", "its cheek")]
    [InlineData("a man in a white suit shirt", "suit shirt")]
    [InlineData("two workers, one of them in a yellow", "yellow .")]
    public void Words_that_cannot_follow_each_other_are_a_fault(string caption, string fault) =>
        Assert.Contains(new PlanFault(PlanFaultKind.Grammar, fault), SentenceFaults.Find(CaptionText.Parse(caption).Words));

    [Theory]
    [InlineData("a goat in a pen", "a steampunk of a goat in a pen", "steampunk of")]
    [InlineData("a light blue scarf", "a light black scarf", "light black")]
    [InlineData("a woman in a garden", "a wax statue of woman in a garden", "of woman")]
    [InlineData("a stall selling oranges, lemons and bananas under an awning", "a stall selling cheese, sausages under an awning", "cheese, sausages")]
    public void What_the_old_sentence_shows_is_a_fault(string caption, string target, string fault) =>
        Assert.Contains(PlanFaults.InSentence(caption, "", target), found => found.Words == fault);

    [Theory]
    [InlineData("Portrait of woman in a garden", "Watercolor of woman in a garden")]
    [InlineData("a doll on a shelf", "a doll's house on a shelf with doll's clothes")]
    [InlineData("a slice of cake with mint, cream and a fork on a plate", "a slice of cake on a plate, a raspberry on top")]
    [InlineData("cheese, bread and wine on a table", "cheese, bread and grapes on a table")]
    [InlineData("a drawing of man beside a man", "a drawing of man beside a man in a hat")]
    [InlineData("a cake on a plate", "a slice of cake on a plate")]
    [InlineData("a castle and a moat on a hill, knights in front", "a castle on a hill, knights in front")]
    [InlineData("a hut and fog at dawn, smoke coming from the chimney", "a hut at dawn, smoke coming from the chimney, pine trees around it")]
    public void What_stands_beside_the_old_sentence_is_sound(string caption, string target) =>
        Assert.Empty(PlanFaults.InSentence(caption, "", target));

    [Theory]
    [InlineData("a house with a For Sale sign")]
    [InlineData("a road under a clear blue sky")]
    [InlineData("a lion with a crown on its head")]
    [InlineData("a few dogs and one of the cats on a sofa")]
    [InlineData("a million stars over a field")]
    [InlineData("another seven birds on a wire")]
    [InlineData("a wizard with a hat and white flowing beard")]
    [InlineData("two moose in a meadow")]
    [InlineData("a bag of chips that says LAYS")]
    [InlineData("a boy in a shiny down jacket")]
    [InlineData("a clown making a child happy at a party")]
    [InlineData("a children's book illustration of a steam train")]
    [InlineData("a woman in a jeans jacket beside a bus")]
    [InlineData("a glass of lemonade and a dress")]
    [InlineData("a carpenter sanding a chair outdoors")]
    public void What_people_write_is_sound(string caption) =>
        Assert.Empty(SentenceFaults.Find(CaptionText.Parse(caption).Words));
}
