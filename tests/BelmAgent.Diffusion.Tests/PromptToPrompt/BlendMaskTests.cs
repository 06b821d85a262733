using BelmAgent.Diffusion.Models;
using BelmAgent.Diffusion.PromptToPrompt;

namespace BelmAgent.Diffusion.Tests.PromptToPrompt;

public sealed class BlendMaskTests
{
    private static readonly LatentShape _shape = new(2, 4, 4);

    [Fact]
    public void A_departure_opens_the_mask_around_it_in_every_channel()
    {
        var target = new double[32];
        target[5] = 1;
        var mask = Read(new DepartureBlendMask(_shape, 10, new BlendSettings { Start = 0, Dilation = 1 }), 0, new double[32], target);

        Assert.Equal([1, 1, 1, 0, 1, 1, 1, 0, 1, 1, 1, 0, 0, 0, 0, 0], mask![..16]);
        Assert.Equal(mask[..16], mask[16..]);
    }

    [Fact]
    public void Small_departures_do_not_open_it()
    {
        var target = new double[32];
        (target[0], target[15]) = (1, 0.2);

        var mask = Read(new DepartureBlendMask(_shape, 10, new BlendSettings { Start = 0, Dilation = 0, Threshold = 0.3 }), 0, new double[32], target)!;

        Assert.Equal((1, 0), (mask[0], mask[15]));
    }

    [Fact]
    public void No_departure_leaves_it_closed() =>
        Assert.All(Read(new DepartureBlendMask(_shape, 10, new BlendSettings()), 0, new double[32], new double[32])!, value => Assert.Equal(0, value));

    [Theory]
    [InlineData(9, false)]
    [InlineData(8, false)]
    [InlineData(7, true)]
    [InlineData(0, true)]
    public void It_begins_after_its_share_of_the_steps(int node, bool acts) =>
        Assert.Equal(acts, Read(new DepartureBlendMask(_shape, 10, new BlendSettings { Start = 0.2 }), node, new double[32], new double[32]) is not null);

    [Fact]
    public void Attention_to_the_words_opens_it_in_either_row()
    {
        var masks = new AttentionBlendMask(_shape, 10, new BlendSettings { Start = 0, Dilation = 0, Threshold = 0.3 }, 4, 4);
        var (source, target) = (new double[16], new double[16]);
        (source[0], target[15], target[3]) = (0.5, 0.01, 0.002);
        masks.Add(source, target);

        var mask = Read(masks, 0, new double[32], new double[32])!;

        Assert.Equal((1, 1, 0, 0), (mask[0], mask[15], mask[3], mask[7]));
    }

    [Fact]
    public void Maps_are_summed_over_the_steps()
    {
        var masks = new AttentionBlendMask(_shape, 10, new BlendSettings { Start = 0, Dilation = 0, Threshold = 0.5 }, 4, 4);
        masks.Add(Map(0, 1), Map(0, 1));
        Assert.Equal(1, Read(masks, 5, new double[32], new double[32])![0]);
        masks.Add(Map(9, 5), Map(9, 5));

        var mask = Read(masks, 4, new double[32], new double[32])!;

        Assert.Equal((0, 1), (mask[0], mask[9]));

        static double[] Map(int at, double value) => [.. Enumerable.Range(0, 16).Select(k => k == at ? value : 0)];
    }

    [Fact]
    public void Maps_of_another_size_are_spread_over_the_latent()
    {
        var masks = new AttentionBlendMask(_shape, 10, new BlendSettings { Start = 0, Dilation = 0 }, 2, 2);
        masks.Add([0, 1, 0, 0], [0, 0, 0, 0]);

        Assert.Equal([0, 0, 1, 1, 0, 0, 1, 1, 0, 0, 0, 0, 0, 0, 0, 0], Read(masks, 0, new double[32], new double[32])![..16]);
    }

    [Theory]
    [InlineData(8, 8, 32, 32)]
    [InlineData(16, 16, 64, 64)]
    [InlineData(6, 10, 12, 20)]
    [InlineData(8, 8, 8, 8)]
    public void By_default_it_is_prompt_to_prompts_LocalBlend(int mapHeight, int mapWidth, int height, int width)
    {
        // Small models attend a little everywhere: the maps have a floor, and something stands out in each.
        var random = new Random(5);
        double[] Map()
        {
            double[] map = [.. Enumerable.Range(0, mapHeight * mapWidth).Select(_ => 0.1 * random.NextDouble())];
            map[random.Next(map.Length)] = 0.2 + random.NextDouble();
            return map;
        }

        double[][] source = [Map(), Map()], target = [Map(), Map()];
        var masks = new AttentionBlendMask(new LatentShape(2, height, width), 10, new BlendSettings { Start = 0 }, mapHeight, mapWidth);
        masks.Add(source[0], target[0]);
        masks.Add(source[1], target[1]);

        var expected = new double[2 * height * width];
        foreach (var rows in (double[][][])[source, target])
        {
            var spread = new double[height, width];
            for (var y = 0; y < height; y++)
            {
                for (var x = 0; x < width; x++)
                {
                    spread[y, x] = Pooled(rows, (int)Math.Floor((double)y * mapHeight / height), (int)Math.Floor((double)x * mapWidth / width));
                }
            }

            var largest = spread.Cast<double>().Max();
            for (var k = 0; k < expected.Length; k++)
            {
                expected[k] = expected[k] == 1 || spread[k / width % height, k % width] / largest > 0.3 ? 1 : 0;
            }
        }

        Assert.Contains(0.0, expected);
        Assert.Contains(1.0, expected);
        Assert.Equal(expected, Read(masks, 0, new double[expected.Length], new double[expected.Length]));

        double Pooled(double[][] rows, int y, int x)
        {
            var largest = double.NegativeInfinity;
            for (var row = y - 1; row <= y + 1; row++)
            {
                for (var column = x - 1; column <= x + 1; column++)
                {
                    if (row >= 0 && row < mapHeight && column >= 0 && column < mapWidth)
                    {
                        largest = Math.Max(largest, rows[0][(row * mapWidth) + column] + rows[1][(row * mapWidth) + column]);
                    }
                }
            }

            return largest;
        }
    }

    [Fact]
    public void With_the_smallest_value_subtracted_only_what_stands_out_opens_it()
    {
        double[] map = [.. Enumerable.Range(0, 16).Select(k => k == 5 ? 1 : k == 9 ? 0.7 : 0.5)];

        Assert.Equal(16, Open(subtract: false).Count(cell => cell == 1));
        Assert.Equal([5, 9], Open(subtract: true).Index().Where(cell => cell.Item == 1).Select(cell => cell.Index));

        double[] Open(bool subtract)
        {
            var masks = new AttentionBlendMask(_shape, 10, new BlendSettings { Start = 0, Dilation = 0, SubtractMinimum = subtract }, 4, 4);
            masks.Add(map, new double[16]);
            return Read(masks, 0, new double[32], new double[32])![..16];
        }
    }

    [Fact]
    public void A_drawn_mask_is_the_same_at_every_node()
    {
        double[] cells = [.. Enumerable.Range(0, 16).Select(k => k / 15.0)];
        var mask = new FixedBlendMask(_shape, cells);

        Assert.Equal([.. cells, .. cells], Read(mask, 9, new double[32], new double[32])!);
        Assert.Throws<ArgumentOutOfRangeException>(() => new FixedBlendMask(_shape, new double[15]));
    }

    private static double[]? Read(Sampling.IBlendMask mask, int node, double[] source, double[] target)
    {
        var values = new double[source.Length];
        return mask.TryRead(node, source, target, values) ? values : null;
    }
}
