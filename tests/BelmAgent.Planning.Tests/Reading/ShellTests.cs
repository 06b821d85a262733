namespace BelmAgent.Planning.Tests.Reading;

/// <summary>The words around a change that only ask for it.</summary>
public class ShellTests
{
    private const string Bears = "a brown bear catching a salmon";
    private const string Dress = "a woman in a blue dress";

    [Theory]
    [InlineData(Dress, "any chance the dress could be green?", "a woman in a green dress")]
    [InlineData(Dress, "wouldn't the dress look better in green", "a woman in a green dress")]
    [InlineData(Dress, "may i ask you to make the dress green", "a woman in a green dress")]
    [InlineData(Bears, "what if there were two cubs", "a brown bear catching a salmon with two cubs | a brown bear and two cubs catching a salmon")]
    [InlineData(Bears, "could this be in autumn", "a brown bear catching a salmon in autumn")]
    public Task Is_planned(string caption, string request, string target) => Free.AssertAsync(caption, request, target);

    [Theory]
    [InlineData(Bears, "could you do that")]
    public Task Is_asked_about(string caption, string request) => Free.AssertAskedAsync(caption, request);
}
