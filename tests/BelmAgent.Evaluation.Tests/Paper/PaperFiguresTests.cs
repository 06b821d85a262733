using BelmAgent.Evaluation.Paper;

namespace BelmAgent.Evaluation.Tests.Paper;

public class PaperFiguresTests
{
    [Fact]
    public void Every_table_has_a_figure_for_every_number_of_steps()
    {
        var paper = PaperFigures.Known;

        Assert.Equal([10, 20, 50, 100], paper.Steps);
        Assert.Equal([2, 3, 4, 4, 5, 5], paper.Tables.Select(table => table.Number));
        Assert.All(paper.Tables.SelectMany(table => table.Columns.Values).SelectMany(columns => columns.Values), figures => Assert.Equal(4, figures.Count));
    }

    [Fact]
    public void Figures_stand_at_their_number_of_steps()
    {
        var paper = PaperFigures.Known;

        Assert.Equal(17.45, paper.For("cifar10", "ddim", 10)["paper DDIM"]);
        Assert.Equal([4.18, 12.64], paper.For("cifar10", "o-belm", 100).Values);
        Assert.Equal(0.243, paper.For("latents", "ddim", 20)["paper DDIM"]);
        Assert.Empty(paper.For("cifar10", "edict", 10));
        Assert.Empty(paper.For("cifar10", "ddim", 30));
        Assert.False(paper.Theory["ddim"].Exact);
    }
}
