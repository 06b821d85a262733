using System.Text.Json;
using BelmAgent.Planning.FreeText;
using BelmAgent.Planning.Tagging;

namespace BelmAgent.Planning.Tests.Tagging;

/// <summary>The planner sees words as the tagger's training did: <c>words.jsonl</c> was written by <c>tools/planner/parity.py</c>.</summary>
public class TagWordsTests
{
    public static TheoryData<string> Rows => [.. File.ReadLines(Path.Combine(AppContext.BaseDirectory, "Tagging", "words.jsonl"))];

    [Theory]
    [MemberData(nameof(Rows))]
    public void Words_are_those_of_the_training(string row)
    {
        using var expected = JsonDocument.Parse(row);
        var root = expected.RootElement;
        var (caption, request) = (CaptionText.Parse(root.GetProperty("caption").GetString()!).Words, TagWords.Split(root.GetProperty("request").GetString()!));
        string[] words = [.. caption, .. request];

        Assert.Equal(root.GetProperty("captionWords").GetInt32(), caption.Length);
        Assert.Equal(root.GetProperty("words").EnumerateArray().Select(word => word.GetString()!), words.Select(word => word.ToLowerInvariant()));
        Assert.Equal(root.GetProperty("pieces").EnumerateArray().Select(pieces => string.Join(' ', pieces.EnumerateArray())), words.Select(word => string.Join(' ', RequestTagger.Shared!.PiecesOf(word))));
        var like = Pairs(caption, request, (word, other) => (int)MathF.Round(TagWords.Likeness(word, other) * 10));
        Assert.Equal(root.GetProperty("likeness").EnumerateArray().Select(pair => (pair[0].GetInt32(), pair[1].GetInt32(), (int)Math.Round(pair[2].GetDouble() * 10))), like);
        Assert.Equal(
            root.GetProperty("kinship").EnumerateArray().Select(pair => (pair[0].GetInt32(), pair[1].GetInt32(), pair[2].GetInt32())),
            Pairs(caption, request, (word, other) => (int)MathF.Round(TagWords.Kinship(word, other) * 3)));
        var features = new float[TagWords.FeatureCount];
        for (var at = 0; at < words.Length; at++)
        {
            var most = like.Where(pair => at < caption.Length ? pair.Item1 == at : pair.Item2 == at - caption.Length).Select(pair => pair.Item3).DefaultIfEmpty().Max();
            TagWords.Write(words[at], most == 10, most > 0, features);
            Assert.Equal(root.GetProperty("features")[at].EnumerateArray().Select(number => number.GetInt32()), Enumerable.Range(0, features.Length).Where(i => features[i] > 0));
        }
    }

    private static List<(int, int, int)> Pairs(IReadOnlyList<string> caption, IReadOnlyList<string> request, Func<string, string, int> compare) =>
        [.. from i in Enumerable.Range(0, caption.Count) from j in Enumerable.Range(0, request.Count) let value = compare(caption[i], request[j]) where value != 0 select (i, j, value)];
}
