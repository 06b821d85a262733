using BelmAgent.Editing.Library;
using BelmAgent.Editing.Plans;
using BelmAgent.Host.Output;

namespace BelmAgent.Host.Tests.Output;

public class HistoryViewTests
{
    [Fact]
    public void One_line_of_edits_is_not_indented() =>
        Assert.Equal(
            [
                "1   a  imported       a red car",
                "2   b  edited         make it blue",
                "3 * c  edited         make it night",
            ],
            Lines("c", Picture("a", null, "a red car"), Edit("b", "a", "make it blue"), Edit("c", "b", "make it night")));

    [Fact]
    public void Where_the_line_branches_it_is_drawn_as_a_tree() =>
        Assert.Equal(
            [
                "1   a  imported       a red car",
                "2 ├─   b  edited         blue",
                "4 │  ├─   d  edited         night",
                "5 │  └─ * e  edited         snow",
                "3 └─   c  edited         green",
                "6      f  edited         day",
            ],
            Lines("e", Picture("a", null, "a red car"), Edit("b", "a", "blue"), Edit("c", "a", "green"), Edit("d", "b", "night"), Edit("e", "b", "snow"), Edit("f", "c", "day")));

    [Fact]
    public void A_picture_whose_parent_is_not_listed_is_a_root_and_numbers_are_kept() =>
        Assert.Equal(
            [" 9   b  edited         blue", "10   c  edited         green"],
            HistoryView.Lines([(9, Edit("b", "a", "blue")), (10, Edit("c", "b", "green"))], null, 80));

    [Fact]
    public void A_thumbnail_stands_beside_the_words_and_lines_pass_it()
    {
        var lines = HistoryView.Lines(
            [(1, Picture("a", null, "a car")), (2, Edit("b", "a", "blue")), (3, Edit("c", "a", new string('x', 99)))], "b", 40, _ => ["▀▀", "▀▀", "▀▀"]);

        Assert.Equal(
            [
                "1   ▀▀  a  imported",
                "    ▀▀  a car",
                "    ▀▀",
                "2 ├─ * ▀▀  b  edited",
                "  │    ▀▀  blue",
                "  │    ▀▀",
                "3 └─   ▀▀  c  edited",
                $"       ▀▀  {new string('x', 27)}…",
                "       ▀▀",
            ],
            lines);
    }

    [Fact]
    public void Hostile_words_stay_words_on_one_line()
    {
        var line = Assert.Single(Lines(null, Picture("a", null, "a car\e[2J\nrm -rf\u202E[red]")));

        Assert.Equal("1   a  imported       a car␛[2J rm -rf\ufffd[red]", line);
    }

    [Fact]
    public void Nothing_has_no_lines() => Assert.Empty(Lines(null));

    private static IEnumerable<string> Lines(string? current, params Picture[] pictures) =>
        HistoryView.Lines([.. pictures.Select((picture, i) => (i + 1, picture))], current, 80);

    private static Picture Edit(string id, string parent, string request)
    {
        var picture = Picture(id, parent, "a caption");
        return picture with { Recipe = picture.Recipe with { Plan = new EditPlan { Request = request, SourcePrompt = "a", TargetPrompt = "b" } } };
    }

    private static Picture Picture(string id, string? parent, string caption) => new()
    {
        Id = id, ParentId = parent, Path = "/none.png", Width = 8, Height = 8, Created = DateTimeOffset.UnixEpoch,
        Recipe = new PictureRecipe { Kind = parent is null ? PictureKind.Imported : PictureKind.Edited, ParentId = parent, Caption = caption },
    };
}
