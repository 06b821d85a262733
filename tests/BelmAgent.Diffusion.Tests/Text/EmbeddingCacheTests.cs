using BelmAgent.Diffusion.Text;

namespace BelmAgent.Diffusion.Tests.Text;

public class EmbeddingCacheTests
{
    [Fact]
    public void The_prompt_that_was_not_used_for_longest_makes_room()
    {
        var cache = new EmbeddingCache(2);
        cache.Keep("a", [1]);
        cache.Keep("b", [2]);
        Assert.NotNull(cache.Find("a"));

        cache.Keep("c", [3]);

        Assert.Equal([1f], cache.Find("a")!);
        Assert.Null(cache.Find("b"));
        Assert.Equal([3f], cache.Find("c")!);
    }

    [Fact]
    public void A_prompt_is_kept_once()
    {
        var cache = new EmbeddingCache(2);
        cache.Keep("a", [1]);
        cache.Keep("b", [2]);

        cache.Keep("a", [3]);

        Assert.Equal([3f], cache.Find("a")!);
        Assert.Equal([2f], cache.Find("b")!);
    }
}
