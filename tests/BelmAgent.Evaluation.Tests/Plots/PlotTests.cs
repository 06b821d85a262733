using BelmAgent.Evaluation.Plots;
using BelmAgent.Imaging;

namespace BelmAgent.Evaluation.Tests.Plots;

/// <summary>Plots show every point where it belongs, and every word.</summary>
public sealed class PlotTests
{
    private static readonly PlotFrame Frame = new("", "", "") { Width = 500, Height = 400 };

    [Fact]
    public void Points_lie_by_their_numbers()
    {
        var plot = Plot.Scatter(Frame, [new("", [(1, 10)]), new("", [(2, 30)]), new("", [(3, 20)])]);

        var places = Enumerable.Range(0, 3).Select(i => Centre(plot, PlotColors.Of(i))).ToList();
        Assert.Equal(places[1].X - places[0].X, places[2].X - places[1].X, 1.0);
        Assert.True(places[0].X < places[1].X);
        // Upwards is more: the middle one is highest, the last half-way down to the first.
        Assert.Equal((places[0].Y + places[1].Y) / 2, places[2].Y, 1.0);
        Assert.True(places[1].Y < places[0].Y);
    }

    [Fact]
    public void A_range_given_holds_for_the_side()
    {
        var narrow = Plot.Scatter(Frame with { YRange = (0, 1) }, [new("", [(1, 0.5)])]);

        var (_, y) = Centre(narrow, PlotColors.Of(0));
        Assert.Equal((56 + 400 - 66) / 2.0, y, 1.0);
    }

    [Fact]
    public void Lines_join_their_points()
    {
        var plot = Plot.Lines(Frame, [new("", [(0, 0), (10, 10)])]);

        var (x, y) = Centre(plot, PlotColors.Of(0));
        Assert.Contains(Enumerable.Range(-2, 5), d => plot[(int)x, (int)y + d] != RgbColor.White);
    }

    [Fact]
    public void Lines_that_lie_on_one_another_are_all_seen()
    {
        var plot = Plot.Lines(Frame, [.. Enumerable.Range(0, 3).Select(_ => new PlotSeries("", [(0, 0), (10, 10)]))]);

        // Between the marks, left of the legend.
        var between = plot.Crop(new ImageRegion(150, 120, 180, 160));
        Assert.All(Enumerable.Range(0, 3), i => Assert.True(Count(between, PlotColors.Of(i)) > 50));
    }

    [Fact]
    public void What_is_not_finite_is_left_out()
    {
        var with = Plot.Scatter(Frame, [new("a", [(1, 10), (double.NaN, 3), (2, double.PositiveInfinity)]), new("b", [(double.NaN, 1)])]);

        Assert.True(with.ContentEquals(Plot.Scatter(Frame, [new("a", [(1, 10)])])));
    }

    [Fact]
    public void Nothing_to_show_is_an_empty_plot() => Assert.Equal(500, Plot.Lines(Frame, []).Width);

    [Fact]
    public void Labels_of_points_in_one_place_do_not_cover_one_another()
    {
        var names = Enumerable.Range(0, 6).Select(i => $"method {i}").ToList();
        PlotSeries At(string name) => new(name, [(1, 1)]);

        // Each label alone, in its colour, has so many pixels; together none may lose more than its soft edges.
        var together = Plot.Scatter(Frame, [.. names.Select(At)]);
        for (var i = 0; i < names.Count; i++)
        {
            var alone = Count(TextPicture.Of(names[i], 100, 30, size: 11), RgbColor.Black);
            Assert.True(Count(together, PlotColors.Of(i)) >= 0.6 * alone, names[i]);
        }
    }

    [Fact]
    public void Every_printable_letter_has_a_shape_of_its_own()
    {
        var shapes = "abcdefghijklmnopqrstuvwxyzABCDEFGHJKLMNOPQRSTUVWXYZ023456789.,:-+=%/()_'*<>\"!?"
            .Select(letter => Convert.ToBase64String(TextPicture.Of(letter.ToString(), 40, 40, size: 20).Pixels)).ToList();

        Assert.Equal(shapes.Count, shapes.Distinct().Count());
        Assert.DoesNotContain(Convert.ToBase64String(TextPicture.Of("κ", 40, 40, size: 20).Pixels), shapes);
        Assert.DoesNotContain(Convert.ToBase64String(TextPicture.Of("", 40, 40, size: 20).Pixels), shapes);
    }

    [Fact]
    public void Long_text_is_wrapped()
    {
        var (one, two) = (TextPicture.Of("make the house", 200, 60), TextPicture.Of("make the house", 60, 60));

        Assert.True(LowestInk(two) > LowestInk(one) + 8);
    }

    private static int LowestInk(RgbImage image) =>
        Enumerable.Range(0, image.Height).Last(y => Enumerable.Range(0, image.Width).Any(x => image[x, y] != RgbColor.White));

    private static int Count(RgbImage image, RgbColor color) =>
        Enumerable.Range(0, image.Width * image.Height).Count(i => image[i % image.Width, i / image.Width] == color);

    private static (double X, double Y) Centre(RgbImage image, RgbColor color)
    {
        var (x, y, count) = (0.0, 0.0, 0);
        for (var i = 0; i < image.Width * image.Height; i++)
        {
            if (image[i % image.Width, i / image.Width] == color)
            {
                (x, y, count) = (x + (i % image.Width), y + (i / image.Width), count + 1);
            }
        }

        Assert.True(count > 0, $"nothing is {color}");
        return (x / count, y / count);
    }
}
