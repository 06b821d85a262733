using BelmAgent.Evaluation.Plots;
using BelmAgent.Imaging;

namespace BelmAgent.Evaluation.Tests.Plots;

/// <summary>Charts show every point where it belongs, and every word.</summary>
public sealed class ChartTests
{
    private static readonly ChartFrame Frame = new("", "", "") { Width = 500, Height = 400 };

    [Fact]
    public void Points_lie_by_their_numbers()
    {
        var chart = Chart.Scatter(Frame, [At("", 1, 10), At("", 2, 30), At("", 3, 20)]);

        var places = Enumerable.Range(0, 3).Select(i => Centre(chart, Chart.Colors[i])).ToList();
        Assert.Equal(places[1].X - places[0].X, places[2].X - places[1].X, 1.5);
        Assert.True(places[0].X < places[1].X);
        // Upwards is more: the middle one is highest, the last half-way down to the first.
        Assert.Equal((places[0].Y + places[1].Y) / 2, places[2].Y, 1.5);
        Assert.True(places[1].Y < places[0].Y);
    }

    [Fact]
    public void A_range_given_holds_for_the_side()
    {
        var ranged = Frame with { YRange = (0, 1) };
        double Height(double y) => Centre(Chart.Scatter(ranged, [At("", 1, y)]), Chart.Colors[0]).Y;

        // With a scale made for the point alone, all three would lie in the middle.
        var (low, middle, high) = (Height(0), Height(0.5), Height(1));
        Assert.Equal(low - middle, middle - high, 1.5);
        Assert.True(low - high > 200);
    }

    [Fact]
    public void Lines_join_their_points()
    {
        var chart = Chart.Lines(Frame, [new("", [new(0, 0), new(10, 10)])]);

        var (x, y) = Centre(chart, Chart.Colors[0]);
        Assert.Contains(Enumerable.Range(-2, 5), d => IsNear(chart[(int)x, (int)y + d], Chart.Colors[0]));
    }

    [Fact]
    public void Lines_that_lie_on_one_another_are_all_seen()
    {
        var chart = Chart.Lines(Frame, [.. Enumerable.Range(0, 3).Select(_ => new ChartSeries("", [new(0, 0), new(10, 10)]))]);

        // Between the markers.
        var between = chart.Crop(new ImageRegion(150, 120, 180, 160));
        Assert.All(Enumerable.Range(0, 3), i => Assert.True(Count(between, color => IsNear(color, Chart.Colors[i])) > 30, $"{i}"));
    }

    [Fact]
    public void An_interval_is_drawn_as_a_bar_on_both_sides_of_its_point()
    {
        var ranged = Frame with { YRange = (0, 1) };
        int Ink(ConfidenceInterval? interval) =>
            Count(Chart.Scatter(ranged, [new("", [new ChartPoint(1, 0.5, null, interval)])]), color => color.B > color.R + 60);

        var (without, narrow, wide) = (Ink(null), Ink(new(0.4, 0.6)), Ink(new(0.1, 0.9)));
        Assert.True(narrow > without && wide > narrow + 100, $"{without}, {narrow}, {wide}");
    }

    [Fact]
    public void Points_that_are_not_finite_are_left_out()
    {
        var with = Chart.Scatter(Frame, [new("a", [new(1, 10), new(double.NaN, 3), new(2, double.PositiveInfinity)]), new("b", [new(double.NaN, 1)])]);

        Assert.True(with.ContentEquals(Chart.Scatter(Frame, [At("a", 1, 10)])));
    }

    [Fact]
    public void Nothing_to_show_is_an_empty_chart() => Assert.Equal(500, Chart.Lines(Frame, []).Width);

    [Fact]
    public void Every_series_is_named_in_the_legend()
    {
        var names = Enumerable.Range(0, 15).Select(i => $"method {i}").ToList();
        RgbImage Draw(IEnumerable<string> shown) => Chart.Scatter(Frame, [.. shown.Select(name => At(name, 1, 1))]);

        var ink = Enumerable.Range(1, names.Count).Select(count => Count(Draw(names.Take(count)), color => color.R < 90 && color.G < 90 && color.B < 90)).ToList();
        Assert.All(ink.Zip(ink.Skip(1)), pair => Assert.True(pair.Second > pair.First + 20, string.Join(", ", ink)));
    }

    [Fact]
    public void Every_printable_letter_has_a_shape_of_its_own()
    {
        var shapes = "abcdefghijklmnopqrstuvwxyzABCDEFGHJKLMNOPQRSTUVWXYZ023456789.,:-+=%/()_'*<>\"!?κ–…"
            .Select(letter => Convert.ToBase64String(TextImage.Draw(letter.ToString(), 40, 40).Pixels)).ToList();

        Assert.Equal(shapes.Count, shapes.Distinct().Count());
        // A letter that the font lacks is drawn as a box.
        Assert.DoesNotContain(Convert.ToBase64String(TextImage.Draw("中", 40, 40).Pixels), shapes);
        Assert.DoesNotContain(Convert.ToBase64String(TextImage.Draw("", 40, 40).Pixels), shapes);
    }

    [Fact]
    public void Long_text_is_wrapped()
    {
        var (one, two) = (TextImage.Draw("make the house", 200, 60), TextImage.Draw("make the house", 60, 60));

        Assert.True(LowestInk(two) > LowestInk(one) + 8);
    }

    private static ChartSeries At(string name, double x, double y) => new(name, [new ChartPoint(x, y)]);

    private static bool IsNear(RgbColor one, RgbColor other) =>
        Math.Abs(one.R - other.R) + Math.Abs(one.G - other.G) + Math.Abs(one.B - other.B) < 60;

    private static int LowestInk(RgbImage image) =>
        Enumerable.Range(0, image.Height).Last(y => Enumerable.Range(0, image.Width).Any(x => image[x, y] != RgbColor.White));

    private static int Count(RgbImage image, Func<RgbColor, bool> counts) =>
        Enumerable.Range(0, image.Width * image.Height).Count(i => counts(image[i % image.Width, i / image.Width]));

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
