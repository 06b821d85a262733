using BelmAgent.Plugins.Checks;

namespace BelmAgent.Plugins.Tests.Checks;

public class VisionAnswerReaderTests
{
    [Theory]
    [InlineData("""{"shows":true,"kept":false,"seen":"a blue house"}""")]
    [InlineData("""{"Shows":"yes","KEPT":"no","seen":" a blue house "}""")]
    [InlineData("Let me look {carefully}.\n```json\n{\"seen\": \"a blue house\", \"shows\": true, \"kept\": false,}\n```")]
    [InlineData("""<think>{"draft": 1} so {"shows": true}</think>{"shows":true,"kept":false,"seen":"a blue house"}""")]
    public void Reads_a_verdict_however_it_is_wrapped(string text) =>
        Assert.Equal((new VisionAnswer(true, false, "a blue house"), null), VisionAnswerReader.Read(text));

    [Theory]
    [InlineData("""{"shows":false}""", false)]
    [InlineData("""{"shows":null}""", null)]
    [InlineData("""{"shows":"unsure"}""", null)]
    public void Optional_fields_may_be_missing(string text, bool? shows) =>
        Assert.Equal((new VisionAnswer(shows, null, null), null), VisionAnswerReader.Read(text));

    [Theory]
    [InlineData("", "no JSON object")]
    [InlineData("It is blue.", "no JSON object")]
    [InlineData("""{"seen":"a blue house"}""", "no JSON object")]
    [InlineData("""{"shows":"maybe so"}""", "must be true, false or null")]
    [InlineData("""{"shows":1}""", "must be true, false or null")]
    [InlineData("""The target says {"shows":true}, but: {"shows":false,"kept":true}""", "contradicts itself")]
    public void Says_what_is_wrong(string text, string part)
    {
        var (answer, problem) = VisionAnswerReader.Read(text);

        Assert.Null(answer);
        Assert.Contains(part, problem, StringComparison.Ordinal);
    }
}
