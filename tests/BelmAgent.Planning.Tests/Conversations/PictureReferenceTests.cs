using BelmAgent.Planning.Conversations;

namespace BelmAgent.Planning.Tests.Conversations;

public class PictureReferenceTests
{
    // 1 → 2 → 3 is one history, 4 another; 3 is the current one.
    private static readonly PictureContext Two = new()
    {
        ImageId = "img_c",
        Pictures =
        [
            new ContextPicture(1, "img_a"),
            new ContextPicture(2, "img_b") { ParentId = "img_a" },
            new ContextPicture(3, "img_c") { ParentId = "img_b" },
            new ContextPicture(4, "img_d"),
        ],
    };

    [Theory]
    [InlineData("make the second picture night", "2", "make it night")]
    [InlineData("in the first picture, remove the sun", "1", "remove the sun")]
    [InlineData("remove the sun from picture 2", "2", "remove the sun")]
    [InlineData("in picture number two make it night", "2", "make it night")]
    [InlineData("make the original night", "1", "make it night")]
    [InlineData("in the other picture make it night", "4", "make it night")]
    [InlineData("in the last version make it night", "4", "make it night")]
    [InlineData("in the previous image make it night", "2", "make it night")]
    [InlineData("in the next photo make it night", "4", "make it night")]
    [InlineData("in both pictures make it night", "3 4", "make it night")]
    [InlineData("make all the pictures night", "3 4", "make it night")]
    [InlineData("make img_b night", "2", "make it night")]
    [InlineData("make img_unknown night", "0", "make it night")]
    [InlineData("edit the first picture: make it night", "1", "make it night")]
    [InlineData("the second picture's sky should be red", "2", "sky should be red")]
    [InlineData("compare the first picture with the second picture", "1 2", "compare")]
    [InlineData("in the first picture and the first picture make it night", "1", "and make it night")]
    public void Pictures_are_named_and_the_rest_is_left(string words, string numbers, string rest)
    {
        var read = PictureReference.Read(words, Two);

        Assert.Equal(numbers, string.Join(' ', read.Pictures.Select(picture => picture.Number)));
        Assert.Equal(rest, read.Words);
        Assert.Null(read.Unknown);
    }

    [Theory]
    [InlineData("make the house blue")]
    [InlineData("make the first house blue")]
    [InlineData("add a second tree")]
    [InlineData("put the car on the left")]
    [InlineData("make the other one red")]
    [InlineData("add a picture frame")]
    [InlineData("2 trees")]
    [InlineData("use the last colour")]
    public void Things_are_no_pictures(string words)
    {
        var read = PictureReference.Read(words, Two);

        Assert.Empty(read.Pictures);
        Assert.Equal((words, null), (read.Words, read.Unknown));
    }

    [Theory]
    [InlineData("make picture 9 night", "picture 9")]
    [InlineData("in the tenth picture make it night", "the tenth picture")]
    [InlineData("make picture 0 night", "picture 0")]
    [InlineData("for version 9999 and picture 1", "version 9999")]
    public void What_fits_no_picture_is_quoted(string words, string unknown) =>
        Assert.Equal(unknown, PictureReference.Read(words, Two).Unknown);

    [Theory]
    [InlineData("the second one", 2)]
    [InlineData("the second", 2)]
    [InlineData("2", 2)]
    [InlineData("#2", 2)]
    [InlineData("number 2", 2)]
    [InlineData("picture number two", 2)]
    [InlineData("the start", 1)]
    [InlineData("the beginning", 1)]
    [InlineData("the other one", 4)]
    [InlineData("img_d", 4)]
    public void After_go_to_a_picture_needs_no_noun(string words, int number) =>
        Assert.Equal(number, Assert.Single(PictureReference.Read(words, Two, looksForOne: true).Pictures).Number);

    [Fact]
    public void With_one_line_the_other_picture_is_the_newest_but_the_current()
    {
        var context = Two with { Pictures = [.. Two.Pictures.Take(3)] };

        Assert.Equal(2, Assert.Single(PictureReference.Read("the other picture", context).Pictures).Number);
    }

    [Fact]
    public void The_root_of_pictures_that_refer_to_each_other_is_found()
    {
        var context = new PictureContext
        {
            ImageId = "img_b",
            Pictures = [new ContextPicture(1, "img_a") { ParentId = "img_b" }, new ContextPicture(2, "img_b") { ParentId = "img_a" }],
        };

        Assert.Equal("img_a", PictureReference.Root(context)?.ImageId);
    }

    [Fact]
    public void Without_pictures_nothing_is_named()
    {
        Assert.Null(PictureReference.Root(new PictureContext()));
        Assert.Empty(PictureReference.Read("both pictures", new PictureContext()).Pictures);
        Assert.Equal("the other picture", PictureReference.Read("the other picture", new PictureContext()).Unknown);
    }
}
