using BelmAgent.Host.Failures;

namespace BelmAgent.Host.Tests.Failures;

public class BelmExceptionTests
{
    [Theory]
    [InlineData("it is down", "start it", "it is down: start it.")]
    [InlineData("It is down.", "Start it.", "It is down. Start it.")]
    [InlineData("Which house?", "say so", "Which house? Say so.")]
    public void Problem_and_remedy_make_one_message(string problem, string remedy, string message) =>
        Assert.Equal(message, new BelmException("a_code", ErrorKind.NotUsable, problem, remedy).Message);

    [Fact]
    public void What_is_told_elsewhere_is_the_safe_problem_in_sentences_of_its_own()
    {
        var failure = new BelmException("a_code", ErrorKind.NotUsable, "'/home/me/a' is broken", "mend it") { SafeProblem = "the file is broken" };

        Assert.Equal(("The file is broken.", "Mend it."), (failure.SafeMessage, failure.Advice));
        Assert.Equal("It is late.", new BelmException("a_code", ErrorKind.NotUsable, "it is late", "go").SafeMessage);
    }

    [Theory]
    [InlineData(ErrorKind.InvalidInput, 2, true)]
    [InlineData(ErrorKind.NotFound, 2, true)]
    [InlineData(ErrorKind.LimitExceeded, 4, true)]
    [InlineData(ErrorKind.Refused, 4, false)]
    [InlineData(ErrorKind.Unavailable, 3, true)]
    [InlineData(ErrorKind.NotUsable, 3, false)]
    public void The_kind_gives_exit_code_and_the_right_to_try_again(ErrorKind kind, int exitCode, bool mayRetry)
    {
        var failure = new BelmException("a_code", kind, "a problem", "a remedy");

        Assert.Equal(new Failure(exitCode, "a_code", "a problem: a remedy."), Failure.From(failure));
        Assert.Equal(mayRetry, failure.MayRetry);
    }

    [Fact]
    public void Nothing_known_has_the_other_remedy()
    {
        var empty = BelmException.NotFound("image_not_found", "image", "img_x", [], "import one first");
        var known = BelmException.NotFound("image_not_found", "image", "img_x", ["img_1", "img_2"], "import one first");

        Assert.Equal("There is no image 'img_x': import one first.", empty.Message);
        Assert.Equal("There is no image 'img_x': use one of the known ids, such as img_1, img_2.", known.Message);
        Assert.Equal(["img_1", "img_2"], known.KnownIds);
    }

    [Fact]
    public void Logs_name_the_code_and_of_others_the_type()
    {
        Assert.Equal("a_code", BelmException.NameOf(new BelmException("a_code", ErrorKind.Refused, "a", "b")));
        Assert.Equal("System.IO.IOException", BelmException.NameOf(new IOException()));
    }
}
