namespace BelmAgent.Planning.Tests.Reading;

/// <summary>What is wanted and what is not, in one clause.</summary>
public class ContrastTests
{
    private const string Farmer = "a farmer driving a green tractor through a wheat field";
    private const string Girl = "a girl at a train window";

    [Theory]
    [InlineData(Farmer, "sunflowers rather than wheat", "a farmer driving a green tractor through a sunflower field")]
    [InlineData(Farmer, "a scarlet one would pop more than green", "a farmer driving a scarlet tractor through a wheat field")]
    [InlineData(Farmer, "not a tractor but a truck", "a farmer driving a green truck through a wheat field")]
    [InlineData(Girl, "bus window, not train", "a girl at a bus window")]
    [InlineData("a fox in the snow at dusk", "dawn would be prettier than dusk", "a fox in the snow at dawn")]
    [InlineData("a man holding a lantern", "instead of a lantern have him hold a torch", "a man holding a torch")]
    public Task Is_planned(string caption, string request, string target) => Free.AssertAsync(caption, request, target);
}
