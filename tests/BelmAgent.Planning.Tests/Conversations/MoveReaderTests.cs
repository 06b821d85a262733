using BelmAgent.Planning.Conversations;

namespace BelmAgent.Planning.Tests.Conversations;

public class MoveReaderTests
{
    private static readonly PictureContext Context = new()
    {
        ImageId = "img_b",
        Pictures = [new ContextPicture(1, "img_a") { Caption = "a house" }, new ContextPicture(2, "img_b") { ParentId = "img_a", Caption = "a blue house", Request = "make it blue" }],
    };

    [Theory]
    [InlineData("undo", "undo_edit image_id=img_b")]
    [InlineData("please undo that again", "undo_edit image_id=img_b")]
    [InlineData("undo the last change", "undo_edit image_id=img_b")]
    [InlineData("undo the last 2 changes", "undo_edit image_id=img_b to_image_id=img_a")]
    [InlineData("undo the last five steps", "undo_edit image_id=img_b to_image_id=img_a")]
    [InlineData("undo all of it", "undo_edit image_id=img_b to_image_id=img_a")]
    [InlineData("take that back", "undo_edit image_id=img_b")]
    [InlineData("go back to picture 1", "undo_edit image_id=img_b to_image_id=img_a")]
    [InlineData("img_a", "undo_edit image_id=img_b to_image_id=img_a")]
    [InlineData("go to img_zzz", "undo_edit image_id=img_b to_image_id=img_zzz")]
    [InlineData("Describe it!", "describe_image image_id=img_b")]
    [InlineData("what does picture 1 show?", "describe_image image_id=img_a")]
    [InlineData("compare", "compare_images image_id=img_a other_image_id=img_b")]
    [InlineData("what's the difference?", "compare_images image_id=img_a other_image_id=img_b")]
    [InlineData("list the pictures", "list_history image_id=img_b")]
    [InlineData("invert the first picture", "invert_image image_id=img_a")]
    [InlineData("generate a red car", "generate_image prompt=a red car")]
    [InlineData("Make it night.", "plan_edit image_id=img_b request=Make it night")]
    [InlineData("no, the other one", "plan_edit image_id=img_b request=no, the other one")]
    [InlineData("more", "plan_edit image_id=img_b request=more")]
    [InlineData("make it night on this very picture", "plan_edit image_id=img_b request=make it night start=picture")]
    [InlineData("the same in the first picture", "plan_edit image_id=img_a request=make it blue")]
    [InlineData("progress job_abc", "get_job job_id=job_abc")]
    [InlineData("stop job_abc", "cancel_job job_id=job_abc")]
    public void A_message_becomes_a_call(string said, string call) => Assert.Equal(call, Told(Context, said));

    [Theory]
    [InlineData("redo", "undo_edit image_id=img_a to_image_id=img_b")]
    [InlineData("undo", "undo_edit image_id=img_a")]
    public void Redo_goes_where_it_was(string said, string call) => Assert.Equal(call, Told(Context with { ImageId = "img_a", Redo = "img_b" }, said));

    [Theory]
    [InlineData("how far is it?", "get_job job_id=job_1")]
    [InlineData("how much longer?", "get_job job_id=job_1")]
    [InlineData("ready?", "get_job job_id=job_1")]
    [InlineData("stop", "cancel_job job_id=job_1")]
    [InlineData("please cancel it", "cancel_job job_id=job_1")]
    [InlineData("make it night", "plan_edit image_id=img_b request=make it night")]
    public void While_an_edit_runs_one_can_ask_and_stop(string said, string call) => Assert.Equal(call, Told(Context with { Job = "job_1" }, said));

    [Theory]
    [InlineData("the first one", "plan_edit image_id=img_b request=the first one previous_request=make the car blue previous_question=Which car?")]
    [InlineData("go to the first picture", "undo_edit image_id=img_b to_image_id=img_a")]
    [InlineData("in the first picture, make it night", "plan_edit image_id=img_a request=make it night")]
    [InlineData("undo", "undo_edit image_id=img_b")]
    [InlineData("leave it as it is", "All right. Nothing was changed.")]
    public void An_open_question_goes_along_with_what_may_answer_it(string said, string told) =>
        Assert.Equal(told, Told(Context with { Question = "Which car?", About = "make the car blue" }, said));

    [Fact]
    public void What_a_picture_shows_that_nobody_can_name_is_its_caption()
    {
        var unknown = Context with { Pictures = [new ContextPicture(2, "img_b")], Question = "What does it show?", About = "make it blue" };

        Assert.Equal("plan_edit image_id=img_b request=make it blue caption=a house", Told(unknown, "a house"));
    }

    [Theory]
    [InlineData("make it night", "plan_edit image_id=img_b request=make it night mask_id=msk_1")]
    [InlineData("in the first picture make it night", "plan_edit image_id=img_a request=make it night")]
    public void A_mask_is_the_current_pictures(string said, string call) => Assert.Equal(call, Told(Context with { Mask = "msk_1" }, said));

    [Theory]
    [InlineData("")]
    [InlineData(" \n\t")]
    [InlineData("...")]
    public void Nothing_said_is_asked_after(string said) => Assert.Equal("What should I do?", Told(Context, said));

    [Fact]
    public void No_message_is_asked_after() => Assert.Equal("What should I do?", Assert.Single(MoveReader.Read(null, Context)).Text);

    private static string Told(PictureContext context, string said)
    {
        var move = Assert.Single(MoveReader.Read(said, context));
        return move.Function is null ? move.Text : string.Join(' ', [move.Function, .. move.Arguments.Select(argument => $"{argument.Key}={argument.Value}")]);
    }
}
