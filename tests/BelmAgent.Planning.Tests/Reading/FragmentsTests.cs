namespace BelmAgent.Planning.Tests.Reading;

/// <summary>What is no sentence.</summary>
public class FragmentsTests
{
    private const string Moto = "a black motorcycle parked outside a diner at night";
    private const string Cherries = "a bowl of cherries on a linen cloth";

    [Theory]
    [InlineData(Moto, "scooter", "a black scooter parked outside a diner at night")]
    [InlineData(Moto, "two motorcycles", "two black motorcycles parked outside a diner at night")]
    [InlineData(Cherries, "checkered cloth", "a bowl of cherries on a checkered linen cloth")]
    [InlineData(Cherries, "i'd like strawberries in the bowl", "a bowl of strawberries on a linen cloth")]
    [InlineData("a cabin and a lake", "early morning light", "a cabin and a lake in the morning | a cabin and a lake in early morning light | a cabin and a lake in the early morning light")]
    [InlineData("a boy with a kite", "bigger kite", "a boy with a big kite | a boy with a bigger kite")]
    [InlineData("a bear at a brown hut", "polar bear", "a polar bear at a brown hut")]
    public Task Is_planned(string caption, string request, string target) => Free.AssertAsync(caption, request, target);

    [Theory]
    [InlineData(Moto, "hello")]
    public Task Is_asked_about(string caption, string request) => Free.AssertAskedAsync(caption, request);
}
