using BelmAgent.Diffusion.Models;
using BelmAgent.Diffusion.Pipeline;

namespace BelmAgent.Diffusion.Tests.Pipeline;

/// <summary>A model works at a size of the picture's shape that its UNet can divide.</summary>
public sealed class WorkingSizesTests
{
    [Theory]
    [InlineData(WorkingSizeRule.Area, 1024, 1024, 512, 512)]
    [InlineData(WorkingSizeRule.Area, 1024, 768, 576, 448)]
    [InlineData(WorkingSizeRule.Area, 768, 1024, 448, 576)]
    [InlineData(WorkingSizeRule.Area, 1920, 1080, 704, 384)]
    [InlineData(WorkingSizeRule.Native, 1024, 768, 512, 512)]
    [InlineData(WorkingSizeRule.Native, 1, 1, 512, 512)]
    public void A_shape_has_its_working_size(WorkingSizeRule rule, int width, int height, int workingWidth, int workingHeight) =>
        Assert.Equal((workingWidth, workingHeight), Sizes(rule).For(width, height));

    [Fact]
    public void Every_shape_divides_and_is_near_the_trained_size()
    {
        for (var width = 1; width < 5000; width += 37)
        {
            var (w, h) = Sizes(WorkingSizeRule.Area).For(width, 997);
            var aspect = Math.Clamp(width / 997.0, 0.4, 2.5);

            Assert.Equal((0, 0), (w % 64, h % 64));
            Assert.InRange((double)w / h / aspect, 0.87, 1.15);
            Assert.InRange(w * h / (512.0 * 512), 0.75, 1.3);
        }
    }

    [Fact]
    public void ToyTown_has_one_size()
    {
        using var toyTown = new ToyTown();
        var pipeline = toyTown.Pipeline;

        Assert.Equal((128, 128), pipeline.WorkingSizeFor(4000, 4000));
        Assert.Equal((128, 128), pipeline.WorkingSizeFor(512, 384));
        Assert.True(pipeline.HasOneSize);
    }

    private static WorkingSizes Sizes(WorkingSizeRule rule) => new() { Native = (512, 512), Multiple = 64, Rule = rule };
}
