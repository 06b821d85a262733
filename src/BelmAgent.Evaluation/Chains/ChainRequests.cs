namespace BelmAgent.Evaluation.Chains;

/// <summary>Ten requests about the one object on the left, so that the right of the picture should never change.</summary>
public static class ChainRequests
{
    private static readonly string[] Colors = ["blue", "yellow", "green", "purple", "white", "red"];
    private static readonly string[] Kinds = ["tree", "boat", "cat", "ball", "house", "car"];

    /// <summary>Returns the requests for a picture: alternately another colour and another object, never the current one.</summary>
    /// <param name="color">Colour of the object on the left.</param>
    /// <param name="kind">Kind of the object.</param>
    /// <param name="turns">Number of requests, at least 1.</param>
    public static IReadOnlyList<string> For(string color, string kind, int turns)
    {
        var (colors, kinds) = (Colors.Where(other => other != color).ToArray(), Kinds.Where(other => other != kind).ToArray());
        return
        [
            .. Enumerable.Range(0, turns).Select(turn => turn % 2 == 0
                ? $"make the one on the left {colors[turn / 2 % colors.Length]}"
                : $"turn the one on the left into a {kinds[turn / 2 % kinds.Length]}"),
        ];
    }
}
