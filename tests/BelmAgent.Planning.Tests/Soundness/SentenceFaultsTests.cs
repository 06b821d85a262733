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
    [InlineData("an old colorize photograph of a farmer", "colorize photograph")]
    [InlineData("a cake on a stand between a candle", "between a")]
    [InlineData("Two cutting a cake", "two cutting")]
    [InlineData("a parrot on the shoulder of a 25 sailor", "a 25")]
    [InlineData("20 old fisherman on a pier", "20 fisherman")]
    [InlineData("a couple under a tent while guests throwing confetti", "while guests")]
    [InlineData("a girl with a cake while her dad watch", "while her")]
    [InlineData("a worker drinking a big sandwich on a beam", "drinking a")]
    [InlineData("a portrait of a ballerina in an astronaut tying her shoes", "in an")]
    [InlineData("two men playing chess, them wearing hats", ", them")]
    [InlineData("a man typing on a laptop next at a desk", "next at")]
    [InlineData("elephants on a plain in rainy rain", "rainy rain")]
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
    [InlineData("a clown and a girl, both in giant shoes, on a bench")]
    [InlineData("a lamp between a bed and a door")]
    [InlineData("a bench between a pair of parked cars")]
    [InlineData("a cat between a man's legs")]
    [InlineData("a baby in a stroller and flowers in a planter")]
    [InlineData("a two person tent on a hill")]
    [InlineData("a woman next in line at a bakery")]
    [InlineData("Two dancing, laughing girls")]
    [InlineData("a metal ice bucket on a bar")]
    [InlineData("a tiny tin robot in a busy bus station")]
    [InlineData("a man drinking a glass of milk and eating a bowl of soup")]
    [InlineData("a girl in a nurse costume holding a doll in a doctor's coat")]
    [InlineData("a much much bigger ball on a field")]
    [InlineData("Two laughing girls on a bus")]
    [InlineData("a 25 year old sailor on a pier")]
    [InlineData("a shepherd playing the flute while sheep graze")]
    [InlineData("a girl with a cake while her friends watch")]
    [InlineData("three islands, each with one palm tree")]
    [InlineData("a dog and a cat sleeping on the same newspaper")]
    [InlineData("a goat standing on the roof of a parked turquoise car")]
    [InlineData("a man asleep between two parked vans")]
    [InlineData("a red fox curled up asleep in the snow")]
    [InlineData("a rusty tin robot on a balcony")]
    [InlineData("a pink ice cream van and a chocolate ice cream cone")]
    [InlineData("five puppies in a box with an \"adopt us\" sign")]
    public void What_people_write_is_sound(string caption) =>
        Assert.Empty(SentenceFaults.Find(CaptionText.Parse(caption).Words));

    [Theory]
    [InlineData("a cake with six candles", "8 candles, she turned eight", "a cake with three candles", "three")]
    [InlineData("three players under a hoop", "two more players", "four players under a hoop", "four")]
    [InlineData("a dog on a beach", "a ball beside it", "six dogs on a beach with a ball", "six")]
    [InlineData("six oysters and a glass of wine", "add three more oysters", "four oysters and a glass of wine", "four")]
    public void A_number_that_nobody_said_is_a_fault(string caption, string request, string target, string fault) =>
        Assert.Contains(new PlanFault(PlanFaultKind.Grammar, fault), PlanFaults.InSentence(caption, request, target));

    [Theory]
    [InlineData("a cake with six candles", "8 candles", "a cake with eight candles")]
    [InlineData("three players under a hoop", "two more players", "five players under a hoop")]
    [InlineData("two dogs on a beach", "another one", "three dogs on a beach")]
    [InlineData("four dogs on a beach", "one of them runs away", "three dogs on a beach")]
    [InlineData("six cups on a table", "halve them", "three cups on a table")]
    [InlineData("two goldfish in a bowl", "the third one was hiding", "three goldfish in a bowl")]
    [InlineData("two dogs and three cats on a rug", "the dogs become cats", "five cats on a rug")]
    [InlineData("six cups on a table", "remove three and put five there", "eight cups on a table")]
    [InlineData("a dog on a beach", "dog x3", "three dogs on a beach")]
    [InlineData("five birds on a wire", "make them owls", "five owls on a wire")]
    public void A_number_that_comes_out_is_sound(string caption, string request, string target) =>
        Assert.Empty(PlanFaults.InSentence(caption, request, target));

    [Theory]
    [InlineData("a girl in a bath", "foam on her head like a crown", "a girl with foam on her head like a crown in a bath")]
    [InlineData("a cow in a meadow", "a bell round its neck", "a cow with a bell round its neck in a meadow")]
    [InlineData("a girl blowing bubbles", "her cat tries to catch them", "a girl blowing bubbles while her cat tries to catch them")]
    [InlineData("a toddler in a raincoat", "face down in a puddle", "a toddler in a raincoat face down in a puddle")]
    [InlineData("umbrellas in a street", "all black except for one", "umbrellas, all black except for one, in a street")]
    [InlineData("a surfer on a wave", "just before dark", "a surfer on a wave just before dark")]
    [InlineData("a father carrying his daughter", "have her hold a balloon", "a father carrying his daughter, who is holding a balloon")]
    public void What_comes_as_it_was_said_is_sound(string caption, string request, string target) =>
        Assert.Empty(PlanFaults.InSentence(caption, request, target));

    [Theory]
    [InlineData("a worker drinking coffee", "a worker drinking a big sandwich on a beam", "a worker eating a big sandwich on a beam")]
    [InlineData("a man eating a pie", "a man eating a hot coffee", "a man drinking a hot coffee")]
    [InlineData("a girl drinking orange juice", "a girl drinking orange juice on a red bench", "a girl drinking orange juice on a red bench")]
    [InlineData("a boy eating a pear", "a boy eating chocolate", "a boy eating chocolate")]
    [InlineData("a boy with a glass", "a boy drinking a glass of milk and soup", "a boy drinking a glass of milk and soup")]
    public void Food_is_eaten_and_a_drink_is_drunk(string caption, string sentence, string fitted) => Assert.Equal(fitted, SentenceFaults.Fitted(sentence, caption));

    [Theory]
    [InlineData("a red navy blue jacket on a hook", "red blue")]
    [InlineData("a plastic paper plate on a table", "plastic paper")]
    [InlineData("a clay glass vase", "clay glass")]
    public void Two_colors_or_materials_of_one_thing_are_a_contradiction(string caption, string fault) =>
        Assert.Contains(new PlanFault(PlanFaultKind.Contradiction, fault), SentenceFaults.Find(CaptionText.Parse(caption).Words));
}
