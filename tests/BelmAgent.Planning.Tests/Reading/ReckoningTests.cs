using BelmAgent.Planning.FreeText;

namespace BelmAgent.Planning.Tests.Reading;

public class ReckoningTests
{
    [Theory]
    [InlineData("four footballs on the grass", "two more footballs please, the club bought new ones", "six footballs please, the club bought new ones")]
    [InlineData("four children with a kite", "We need two more kids for the brochure", "We need six children for the brochure")]
    [InlineData("a small tent in a forest", "three more tents, we were many", "four tents, we were many")]
    [InlineData("a tank with four crabs", "RIP Bob... one crab less please", "RIP Bob... three crabs please")]
    [InlineData("two dogs on a sofa", "one fewer dog, it's too small", "one dog, it's too small")]
    [InlineData("three cupcakes on a board", "two more of them", "five cupcakes")]
    [InlineData("a portrait of a family with five children", "remove one of the kids (he was a neighbour)", "make it four children (he was a neighbour)")]
    [InlineData("three boys in a pool", "Two extra boys and a ball", "five boys and a ball")]
    [InlineData("a tank with four goldfish", "one goldfish less please", "three goldfish please")]
    [InlineData("two cookies on a plate", "one cookie less, please", "one cookie, please")]
    [InlineData("five chairs in a hall", "could you get rid of two of the chairs? we have guests", "could you make it three chairs? we have guests")]
    [InlineData("three dogs on a beach", "remove one of them", "make it two dogs")]
    [InlineData("six oysters on ice", "add three more oysters, they come in nines", "make it nine oysters, they come in nines")]
    public void WorksOutSums(string caption, string request, string expected) =>
        Assert.Equal(expected, new FreeCaption(CaptionText.Parse(caption)).Reckoned(request));

    [Theory]
    [InlineData("a bowl of ramen with an egg and nori", "everything but the egg can stay", "remove the egg")]
    [InlineData("crates of tomatoes, peppers and signs", "keep everything but the peppers", "remove the peppers")]
    [InlineData("a puppy beside a ball of yarn", "Everything stays except the yarn, please", "remove the yarn, please")]
    [InlineData("pancakes with syrup and fresh blueberries", "everything but the blueberries can stay, take those off", "remove the blueberries, take those off")]
    public void RemovesWhatDoesNotStay(string caption, string request, string expected) =>
        Assert.Equal(expected, new FreeCaption(CaptionText.Parse(caption)).Reckoned(request));

    [Theory]
    [InlineData("a car on a road beside a tree", "everything but the car can go", "leave only the car")]
    [InlineData("a desk with a laptop, a notebook and a pen", "Everything but the notebook and the pen can go.", "leave only the notebook and the pen.")]
    [InlineData("a market stall with crates of carrots and a man", "get rid of everything except for the carrots, please", "leave only the carrots, please")]
    public void KeepsWhatDoesNotGo(string caption, string request, string expected) =>
        Assert.Equal(expected, new FreeCaption(CaptionText.Parse(caption)).Reckoned(request));

    [Theory]
    [InlineData("a cabin in a wood", "make the cabin a castle and nothing else", "make the cabin a castle")]
    [InlineData("a mug on a table", "table should be wood, and nothing else touched", "table should be wood")]
    [InlineData("a couple under an arch", "Please take away the arch and nothing else, much appreciated.", "Please take away the arch, much appreciated.")]
    [InlineData("a desk with a laptop", "desk pale pink and nothing else!!", "desk pale pink!!")]
    [InlineData("a red sedan", "Sedan in black, please. Nothing else may change.", "Sedan in black, please.")]
    [InlineData("a red car", "make the car blue and change nothing else", "make the car blue")]
    [InlineData("a beach", "Make the sky pink. Nothing else should be altered.", "Make the sky pink.")]
    public void LeavesOutThatNothingElseChanges(string caption, string request, string expected) =>
        Assert.Equal(expected, new FreeCaption(CaptionText.Parse(caption)).Reckoned(request));

    [Theory]
    // Something changes in what does not stay as it is.
    [InlineData("a woman in a raincoat", "Everything may stay as it is apart from the raincoat, which I should like in lavender.")]
    [InlineData("a chef in an apron", "make everything but the apron stay the same. apron = black")]
    [InlineData("a car on a road", "keep everything but the road, make it wet")]
    [InlineData("a car on a road", "Keep everything but the road. Make it wet.")]
    [InlineData("a car on a road", "keep everything but the road, please make it wet")]
    [InlineData("a car under a sky", "keep everything but with a bluer sky")]
    [InlineData("a car on a road", "everything but the driver can go")]
    [InlineData("a bowl of ramen with an egg", "everything except the egg may go from the soup")]
    [InlineData("a burger with fries", "just the burger and nothing else")]
    [InlineData("a boy on a beach", "dress him in swim trunks and nothing else")]
    [InlineData("a boy on a beach", "nothing else looks as good as a red ball")]
    [InlineData("a woman with three dogs on a beach", "remove all the dogs but the poodle")]
    [InlineData("a car on a road", "don't remove everything but the car")]
    [InlineData("two chairs in a hall", "add two more chairs, behind the table")]
    [InlineData("two dogs in a hall", "Add two more dogs. Make them black.")]
    [InlineData("a plate with fries", "keep the fries and nothing else")]
    [InlineData("a vase on a table", "nothing else on the table, please")]
    [InlineData("a vase on a table", "nothing else")]
    [InlineData("a car on a road", "keep everything but the driver")]
    // Other things of the name, with a place or a look of their own.
    [InlineData("a chef in a kitchen", "two more chefs working behind him")]
    [InlineData("a cat on a sofa", "two more cats on the rug")]
    [InlineData("three balloons", "two more red balloons")]
    // It does not say how many there are, or which.
    [InlineData("dogs on a beach", "two more dogs, please")]
    [InlineData("two dogs and two dogs in hats", "one more dog, please")]
    [InlineData("two dogs on a beach", "two fewer dogs, please")]
    [InlineData("a dog and a cat", "two more of them")]
    [InlineData("a lamp on a table", "a bit more light please")]
    [InlineData("four balls on grass", "add two more balls and make the sky pink")]
    [InlineData("four balls on grass", "remove two more balls, we lost them")]
    [InlineData("a dozen eggs in a box", "two more eggs, we're hungry")]
    [InlineData("two dogs on a beach", "don't remove one of the dogs")]
    [InlineData("a juggler with three balls", "make him drop one of the balls")]
    public void LeavesOthers(string caption, string request) =>
        Assert.Equal(request, new FreeCaption(CaptionText.Parse(caption)).Reckoned(request));
}
