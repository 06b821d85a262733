using BelmAgent.Editing.Plans;
using BelmAgent.Planning.FreeText;
using BelmAgent.Planning.Offline;
using BelmAgent.Planning.Tagging;

namespace BelmAgent.Planning.Tests.Tagging;

public class RequestTaggerTests
{
    private const string Toddler = "a toddler wearing dungarees splashing in a muddy puddle";

    [Theory]
    [InlineData("a red car on a road", "turn the car blue", "red", "blue")]
    [InlineData("a brown dog sleeping on a sofa", "replace the dog with a cat", "dog", "cat")]
    [InlineData("a woman in a green scarf beside a window", "no scarf please", "green scarf", "")]
    [InlineData("a bowl of soup on a table", "add a spoon", "", "spoon")]
    public void Plain_requests_are_marked(string caption, string request, string gone, string come)
    {
        var tags = RequestTagger.Shared!.Tag(CaptionText.Parse(caption).Words, request)!;

        Assert.Equal(gone, string.Join(' ', tags.GoneWords));
        Assert.Equal(come, string.Join(' ', tags.ComeWords));
        Assert.False(tags.IsQuestion);
        Assert.InRange(tags.Confidence, .3f, 1);
    }

    [Theory]
    [InlineData("a brown dog on a beach", "paint the wheelbarrow green")]
    [InlineData("a bowl of soup on a table", "rotate it by 90 degrees")]
    public void What_no_caption_can_say_is_a_question(string caption, string request) =>
        Assert.True(RequestTagger.Shared!.Tag(CaptionText.Parse(caption).Words, request)!.IsQuestion);

    [Theory]
    [InlineData(Toddler, "he could do with something dry on him and a towel would not hurt")]
    [InlineData("a golden retriever lying on a grey couch next to a sleeping cat", "more of a summer feeling would be nice, like in our old house by the sea")]
    public void Other_readings_differ_in_a_mark_or_a_few(string caption, string request)
    {
        var tags = RequestTagger.Shared!.Tag(CaptionText.Parse(caption).Words, request)!;
        var others = tags.Others.ToList();

        Assert.InRange(others.Count, 1, 12);
        Assert.All(others, other =>
        {
            Assert.InRange(Differences(tags.Gone, other.Gone) + Differences(tags.Come, other.Come), 1, 4);
            Assert.True(other.Confidence <= tags.Confidence && other.Question == tags.Question);
        });
        Assert.Equal(others.OrderByDescending(other => other.Confidence), others);

        static int Differences<T>(IReadOnlyList<T> marks, IReadOnlyList<T> others) => marks.Zip(others).Count(pair => !Equals(pair.First, pair.Second));
    }

    [Fact]
    public void Too_many_words_are_not_marked() =>
        Assert.Null(RequestTagger.Shared!.Tag(CaptionText.Parse(string.Join(' ', Enumerable.Repeat("red", 61))).Words, "make it blue"));

    [Fact]
    public void Too_many_pieces_of_words_are_not_marked() =>
        Assert.Null(RequestTagger.Shared!.Tag(CaptionText.Parse("a cat").Words, string.Join('-', Enumerable.Repeat("a", 300))));

    [Theory]
    [InlineData("🐶", "🐱")]
    [InlineData("?", "!!!")]
    [InlineData("dog", "\uD83D")]
    [InlineData("[a] “dog”", "\"\"")]
    public void Any_words_are_marked(string caption, string request) =>
        Assert.NotNull(RequestTagger.Shared!.Tag(CaptionText.Parse(caption).Words, request));

    [Fact]
    public async Task Threads_share_the_network()
    {
        var caption = CaptionText.Parse(Toddler).Words;
        var alone = RequestTagger.Shared!.Tag(caption, "put wellies on him")!;

        var together = await Task.WhenAll(Enumerable.Range(0, 16).Select(_ => Task.Run(() => RequestTagger.Shared.Tag(caption, "put wellies on him")!)));

        Assert.All(together, tags => Assert.Equal((alone.Confidence, alone.Question), (tags.Confidence, tags.Question)));
    }

    [Theory]
    [InlineData(Toddler, "he'd get soaked like that so put wellies on him", "wellies")]
    [InlineData("A man in a leather jacket leaning on a motorbike at a petrol station", "the petrol station looks bleak, a diner would be nicer", "at a diner")]
    [InlineData("a portrait of an old man with a grey beard", "I think he'd look so much friendlier if he smiled a bit, don't you?", "smiling")]
    [InlineData("a man with a beard and a hat", "I think he'd look nicer if he laughed", "laughing")]
    public async Task What_is_said_in_a_way_of_its_own_is_planned(string caption, string request, string expected)
    {
        var planner = new OfflinePlanner(vocabulary: null);

        Assert.Contains(expected, (await planner.PlanAsync(new(request, caption))).Plan?.TargetPrompt ?? "", StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("a grey crow on a fence", "replace the white crow with a dove")]
    [InlineData("a man with a light bulb", "replace the light with a candle")]
    [InlineData("Light bulb on a table", "Replace the Light with a candle")]
    [InlineData("a rocket launching at night", "remove the rocket")]
    public async Task A_question_about_a_command_stays_where_it_is_well_founded(string caption, string request) =>
        Assert.False((await new OfflinePlanner(vocabulary: null).PlanAsync(new(request, caption))).IsPlanned);

    [Theory]
    [InlineData("a woman in a garden", "give her a red hat, wher she stands is fine", "red hat")]
    [InlineData("a man on a beach", "wher he sits put a palm tree", "palm tree")]
    public async Task A_misspelled_word_that_is_not_drawn_is_not_asked_about(string caption, string request, string expected)
    {
        var outcome = await new OfflinePlanner(vocabulary: null).PlanAsync(new(request, caption));

        Assert.Contains(expected, outcome.Plan?.TargetPrompt ?? "", StringComparison.Ordinal);
        Assert.Contains("\"wher\" was not read.", outcome.Notes);
    }

    [Theory]
    [InlineData("a boat and a goat on a beach", "remove the oat", "oat", "boat", "goat")]
    [InlineData("a boat on a beach", "add a whir", "whir", "whir", "whet")]
    public void A_misspelled_word_that_would_come_or_go_is_asked_about(string caption, string request, params string[] unclear)
    {
        var question = PlanningOutcome.Ask("Did you mean one or the other?", "unclear");

        Assert.Same(question, FreePlanner.PlanBesideRefusal(new(request, caption), question, unclear));
    }

    [Fact]
    public void A_reading_that_is_no_sentence_gives_way_to_the_next()
    {
        PlanningRequest request = new("put him in a coat", "a man in a suit runs");
        var tags = RequestTagger.Shared!.Tag(CaptionText.Parse(request.Caption).Words, request.Request)! with
        {
            Come = [TagForm.None, TagForm.None, TagForm.None, TagForm.None, TagForm.Plain],
            Confidence = .9f,
            Question = 0,
        };
        TagFate[] all = [TagFate.Goes, TagFate.Goes, TagFate.Goes, TagFate.Goes, TagFate.Goes, TagFate.Goes];
        TagFate[] suit = [TagFate.Stays, TagFate.Stays, TagFate.Stays, TagFate.Stays, TagFate.Goes, TagFate.Stays];
        TagForm[] nothing = [TagForm.None, TagForm.None, TagForm.None, TagForm.None, TagForm.None];
        var broken = tags with { Gone = all, Come = nothing, Others = [] };

        Assert.Null(TaggedPlan.Plan(request, broken, .5f, .3f));
        Assert.Equal("a man in a coat runs", TaggedPlan.Plan(request, broken with { Others = [tags with { Gone = suit }] }, .5f, .3f)?.Plan.TargetPrompt);
        Assert.Null(TaggedPlan.Plan(request, broken with { Others = [tags with { Gone = suit, Confidence = .4f }] }, .5f, .3f));
    }

    [Theory]
    [InlineData("hello")]
    [InlineData("nice")]
    public async Task Talk_is_not_drawn(string request) =>
        Assert.False((await new OfflinePlanner(vocabulary: null).PlanAsync(new(request, "a photo of a dog on a beach"))).IsPlanned);

    [Fact]
    public async Task Which_of_two_is_still_asked()
    {
        var outcome = await new OfflinePlanner(vocabulary: null).PlanAsync(new("make the dog black", "a white dog and a brown dog on the grass"));

        Assert.StartsWith("Which dog", outcome.Question, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Later_requests_are_read_too()
    {
        var planner = new OfflinePlanner(vocabulary: null);
        var first = await planner.PlanAsync(new("make it night", "a man at a petrol station"));
        PlanningRequest second = new("the petrol station looks bleak, a diner would be nicer", first.Plan!.TargetPrompt) { History = [new PlanningTurn("make it night") { Caption = "a man at a petrol station", Plan = first.Plan }] };

        Assert.Contains("diner", (await planner.PlanAsync(second)).Plan?.TargetPrompt ?? "", StringComparison.Ordinal);
    }
}
