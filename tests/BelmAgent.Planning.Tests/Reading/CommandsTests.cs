namespace BelmAgent.Planning.Tests.Reading;

/// <summary>Commands by any verb.</summary>
public class CommandsTests
{
    private const string Silk = "a bottle next to a folded silk handkerchief";
    private const string Dog = "a beagle puppy in a basket";

    [Theory]
    [InlineData(Silk, "crumple the handkerchief", "a bottle next to a crumpled silk handkerchief")]
    [InlineData("a boat with a torn sail", "mend the sail", "a boat with a mended sail")]
    [InlineData(Dog, "tuck a crochet blanket over him", "a beagle puppy with a crochet blanket over it in a basket | a beagle puppy in a basket with a crochet blanket over it | a beagle puppy in a basket with a crochet blanket over him | a beagle puppy with a crochet blanket in a basket")]
    [InlineData("a cyclist near a bakery", "dress the cyclist in a trench coat", "a cyclist wearing a trench coat near a bakery | a cyclist in a trench coat near a bakery | a cyclist dressed in a trench coat near a bakery")]
    [InlineData("a stormy sea below a cliff", "calm the sea down", "a calm sea below a cliff")]
    [InlineData("a kettle on a counter", "throw in a jar of honey", "a kettle on a counter with a jar of honey | a kettle with a jar of honey on a counter | a kettle and a jar of honey on a counter")]
    [InlineData("a red thermos on a mossy rock", "scrub the moss off", "a red thermos on a rock")]
    [InlineData("a lamp, a cat and a black and white dog on a table", "take the lamp and the cat away", "a black and white dog on a table")]
    public Task Is_planned(string caption, string request, string target) => Free.AssertAsync(caption, request, target);

    [Theory]
    [InlineData(Silk, "fix the lamp")]
    [InlineData(Dog, "take the sunglasses off him")]
    public Task Is_asked_about(string caption, string request) => Free.AssertAskedAsync(caption, request);
}
