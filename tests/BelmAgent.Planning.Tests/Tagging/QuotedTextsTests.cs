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
    [InlineData("a band", "make it a rock 'n' roll band like in the '90s, and let 'em wear the dogs' hats", "make it a rock 'n' roll band like in the '90s, and let 'em wear the dogs' hats")]
    [InlineData("a sign", "write 'Don't Walk' on it", "write 'SALE' on it")]
    [InlineData("a mug", "write '24 Hours' on it", "write 'SALE' on it")]
    [InlineData("a sign that reads \"OPEN\"", "change \"OPEN\" to \"Open\"", "change \"OPEN\" to \"Open\"")]
    [InlineData("a mug", "\"Hi\" and \"Bye\" and \"Hi\"", "\"SALE\" and \"CAFE\" and \"SALE\"")]
    public void A_text_is_one_word_to_the_networks(string caption, string request, string seen) =>
        Assert.Equal(seen, QuotedTexts.Find(new(request, caption)).Folded.Request);

    [Fact]
    public void Texts_of_a_caption_are_folded_where_they_have_several_words_or_the_request_has_them()
    {
        Assert.Equal("a sign that reads \"SALE\"", QuotedTexts.Find(new("blue sign", "a sign that reads \"Tonight Only\"")).Folded.Caption);
        Assert.Equal("a sign that reads \"OPEN\"", QuotedTexts.Find(new("blue sign", "a sign that reads \"OPEN\"")).Folded.Caption);
        Assert.Equal("a sign that reads \"SALE\"", QuotedTexts.Find(new("remove 'open'", "a sign that reads \"OPEN\"")).Folded.Caption);
        Assert.Equal("a sign that reads \"Fresh Bread\"", QuotedTexts.Find(new("change Bread to Cake", "a sign that reads \"Fresh Bread\"")).Folded.Caption);
    }

    [Fact]
    public void Small_words_of_a_text_name_nothing_of_it() =>
        Assert.Equal("a dog beside a \"SALE\" sign", QuotedTexts.Find(new("make the dog a cat", "a dog beside a \"Open for the Day\" sign")).Folded.Caption);

    [Fact]
    public void A_text_of_the_caption_keeps_its_capitals()
    {
        var texts = QuotedTexts.Find(new("make the \"open late\" sign red", "a sign that reads \"OPEN LATE\""));

        Assert.Equal("a red sign that reads \"OPEN LATE\"", texts.Unfold("a red sign that reads \"SALE\""));
    }

    [Fact]
    public void An_article_fits_the_text()
    {
        var texts = QuotedTexts.Find(new("an \"adopt us\" sign and a $1 \"$1 off\" tag", "a puppy"));

        Assert.Equal("a puppy with an \"adopt us\" sign and a \"$1 off\" tag", texts.Unfold("a puppy with a SALE sign and a CAFE tag"));
        Assert.Equal("An \"adopt us\" sign that says \"OPEN adopt us\"", texts.Unfold("A SALE sign that says \"OPEN SALE\""));
    }

    [Theory]
    [InlineData("a mug with SALE", "a mug with \"Best Dad\"")]
    [InlineData("a mug that says \"SALE\" on a table", "a mug that says \"Best Dad\" on a table")]
    [InlineData("a mug for sale", "a mug for \"Best Dad\"")]
    [InlineData("a mug with WHOLESALE", "a mug with WHOLESALE")]
    [InlineData("a mug with SALE with a black handle", "a mug with \"Best Dad\" on it and a black handle")]
    [InlineData("a mug with a SALE tag with a string", "a mug with a \"Best Dad\" tag with a string")]
    public void A_text_comes_back_in_quotation_marks(string written, string target) =>
        Assert.Equal(target, QuotedTexts.Find(new("put \"Best Dad\" on it", "a mug")).Unfold(written));

    // Words of a text are no words of the sentence: "Best" is no wish, and "please" no politeness.
    [Theory]
    [InlineData("a white ceramic mug with a black handle on a marble countertop", "put \"Best Dad\" on it", "\"Best Dad\"")]
    [InlineData("a white ceramic mug on a countertop", "print \"please smile\" on the mug", "\"please smile\"")]
    [InlineData("a mug on a table", "put \"sittin pretty\" on the mug", "\"sittin pretty\"")]
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
