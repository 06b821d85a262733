namespace BelmAgent.Planning.Tests.Reading;

/// <summary>What people say beside the change, and how they spell it.</summary>
public class SentencesTests
{
    private const string Barber = "a tattooed barber trimming a customer's beard";
    private const string Sedan = "a silver sedan parked beside a fire hydrant";

    [Theory]
    [InlineData(Sedan, "make teh car purpel", "a purple sedan parked beside a fire hydrant")]
    [InlineData(Sedan, "crimson car, please and thanks", "a crimson sedan parked beside a fire hydrant")]
    [InlineData(Sedan, "car's colour: bright orange", "a bright orange sedan parked beside a fire hydrant")]
    [InlineData(Barber, "customer's asleep", "a tattooed barber trimming a sleeping customer's beard | a tattooed barber trimming an asleep customer's beard")]
    [InlineData("a tram passing a red phone box", "teal phonebox", "a tram passing a teal phone box")]
    [InlineData("a desk in an office", "a lamp on the desk for a cosy feel", "a desk with a lamp in an office")]
    public Task Is_planned(string caption, string request, string target) => Free.AssertAsync(caption, request, target);
}
