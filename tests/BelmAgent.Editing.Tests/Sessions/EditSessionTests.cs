using BelmAgent.Editing.Library;

namespace BelmAgent.Editing.Tests.Sessions;

public class EditSessionTests
{
    private static readonly EditSession New = new() { Id = "ses_1", Created = DateTimeOffset.UnixEpoch };

    [Fact]
    public void Pictures_are_numbered_as_they_come_and_each_once()
    {
        var session = New.Show("a").Show("b").Show("a").Show("c");

        Assert.Equal(["a", "b", "c"], session.Pictures);
        Assert.Equal((1, 3, null), (session.NumberOf("a"), session.NumberOf("c"), session.NumberOf("d")));
        Assert.Equal("c", session.Current);
    }

    [Fact]
    public void What_was_undone_can_be_redone_in_turn()
    {
        var session = New.Show("a").Show("b").Show("c").GoTo("b", isBack: true).GoTo("a", isBack: true);
        Assert.Equal(["c", "b"], session.RedoStack);

        session = session.GoTo("b");
        Assert.Equal(("b", "c"), (session.Current, Assert.Single(session.RedoStack)));

        session = session.GoTo("c");
        Assert.Empty(session.RedoStack);
    }

    [Fact]
    public void A_new_edit_ends_what_could_be_redone_and_the_picture_stays()
    {
        var session = New.Show("a").Show("b").GoTo("a", isBack: true).Show("c");

        Assert.Empty(session.RedoStack);
        Assert.Equal(["a", "b", "c"], session.Pictures);
    }

    [Fact]
    public void Going_elsewhere_is_no_undo()
    {
        var session = New.Show("a").Show("b").Show("c").GoTo("a");

        Assert.Empty(session.RedoStack);
        Assert.Same(session, session.GoTo("a"));
    }

    [Fact]
    public void A_mask_goes_with_its_picture()
    {
        var session = New.Show("a") with { Mask = "m" };

        Assert.Null(session.Show("b").Mask);
        Assert.Null(session.Show("b").GoTo("a").Mask);
    }

    [Fact]
    public void A_question_is_closed_while_another_picture_is_shown()
    {
        var asked = New.Show("a").Show("b").Begin("make the car green", DateTimeOffset.UnixEpoch).End("Which car?", question: "Which car?");

        Assert.NotNull(asked.OpenQuestion);
        Assert.Null(asked.GoTo("a").OpenQuestion);
        Assert.Null(asked.Show("c").OpenQuestion);
        Assert.NotNull(asked.GoTo("a").GoTo("b").OpenQuestion);
    }

    [Fact]
    public void A_question_is_open_until_the_next_turn_ends()
    {
        var asked = New.Show("a").Begin("make the car green", DateTimeOffset.UnixEpoch).End("Which car?", "Which car?");
        Assert.Equal(("Which car?", "make the car green"), (asked.OpenQuestion!.Question, asked.OpenQuestion.About));

        var again = asked.Begin("the old one", DateTimeOffset.UnixEpoch).End("Which?", "Which?", about: "make the car green");
        Assert.Equal("make the car green", again.OpenQuestion!.About);

        Assert.Null(again.Begin("the red one", DateTimeOffset.UnixEpoch).Show("b").End("Done").OpenQuestion);
    }

    [Fact]
    public void A_turn_knows_where_it_began_and_ended()
    {
        var session = New.Show("a").Begin("make it blue", DateTimeOffset.UnixEpoch);
        Assert.Equal("make it blue", session.Pending!.Request);

        session = session.Show("b").End("Done.");
        Assert.Null(session.Pending);
        Assert.Equal(("a", "b", "Done."), (session.Turns[0].From, session.Turns[0].To, session.Turns[0].Answer));
    }
}
