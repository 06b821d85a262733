using BelmAgent.Planning.Offline;
using BelmAgent.Planning.Tagging;

namespace BelmAgent.Planning.Tests.Tagging;

public class QuotedTextsTests
{
    [Theory]
    [InlineData("a mug", "put \"Best Dad\" on it", "put \"SALE\" on it")]
    [InlineData("a SALE sign", "put “Best Dad” on it", "put “CAFE” on it")]
    [InlineData("a dog on the dogs' bed", "the cats' toy and the dogs' toy", "the cats' toy and the dogs' toy")]
    [InlineData("a mug", "make it red", "make it red")]
    [InlineData("a mug", "\"Hi\" and \"Bye\" and \"hi\"", "\"SALE\" and \"CAFE\" and \"SALE\"")]
    public void A_text_is_one_word_to_the_networks(string caption, string request, string seen) =>
        Assert.Equal(seen, QuotedTexts.Find(new(request, caption)).Folded.Request);

    [Fact]
    public void Texts_of_a_caption_are_folded_where_they_have_several_words_or_the_request_has_them()
    {
        Assert.Equal("a sign that reads \"SALE\"", QuotedTexts.Find(new("blue sign", "a sign that reads \"Tonight Only\"")).Folded.Caption);
        Assert.Equal("a sign that reads \"OPEN\"", QuotedTexts.Find(new("blue sign", "a sign that reads \"OPEN\"")).Folded.Caption);
        Assert.Equal("a sign that reads \"SALE\"", QuotedTexts.Find(new("remove 'open'", "a sign that reads \"OPEN\"")).Folded.Caption);
    }

    [Theory]
    [InlineData("a mug with SALE", "a mug with \"Best Dad\"")]
    [InlineData("a mug that says \"SALE\" on a table", "a mug that says \"Best Dad\" on a table")]
    [InlineData("a mug for sale", "a mug for \"Best Dad\"")]
    [InlineData("a mug with WHOLESALE", "a mug with WHOLESALE")]
    public void A_text_comes_back_in_quotation_marks(string written, string target) =>
        Assert.Equal(target, QuotedTexts.Find(new("put \"Best Dad\" on it", "a mug")).Unfold(written));

    // Words of a text are no words of the sentence: "Best" is no wish, and "please" no politeness.
    [Theory]
    [InlineData("a white ceramic mug with a black handle on a marble countertop", "put \"Best Dad\" on it", "\"Best Dad\"")]
    [InlineData("a white ceramic mug on a countertop", "print \"please smile\" on the mug", "\"please smile\"")]
    [InlineData("a water bottle with a bamboo lid on a rock", "could we have our slogan \"drink more\" printed on it", "\"drink more\"")]
    [InlineData("a shop sign that says \"Fresh Bread\" above a door", "the sign should say \"Closed Today\"", "\"Closed Today\"")]
    public async Task A_text_is_written_whole(string caption, string request, string text)
    {
        var outcome = await new OfflinePlanner(null).PlanAsync(new(request, caption));

        Assert.Contains(text, outcome.Plan?.TargetPrompt, StringComparison.Ordinal);
        Assert.DoesNotContain("SALE", outcome.Plan?.TargetPrompt, StringComparison.Ordinal);
        Assert.DoesNotContain("SALE", outcome.Reason, StringComparison.Ordinal);
        Assert.Equal(caption, outcome.Plan?.SourcePrompt);
    }
}
