using System.Text.Json;
using BelmAgent.Editing.Tests.Doubles;
using BelmAgent.Evaluation.Datasets;

namespace BelmAgent.Evaluation.Tests.Datasets;

public sealed class CocoCaptionsTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Fact]
    public void A_thousand_images_have_one_caption_each_whatever_the_order_of_the_file()
    {
        var (one, other) = (CocoCaptions.Load(Write(1000, reversed: false)), CocoCaptions.Load(Write(1000, reversed: true)));

        var chosen = one.Select(seed: 5);
        Assert.Equal((1000, 1000), (one.Count, chosen.Select(image => image.Id).Distinct().Count()));
        Assert.All(chosen, image => Assert.StartsWith($"image {image.Id}, ", image.Caption, StringComparison.Ordinal));
        Assert.Equal(chosen, other.Select(seed: 5));
        Assert.NotEqual(one.Sha256, other.Sha256);
        // Five captions an image: each is chosen about as often.
        Assert.All(chosen.GroupBy(image => image.Caption[^1]), group => Assert.InRange(group.Count(), 150, 250));
    }

    [Fact]
    public void A_limit_takes_the_beginning_of_the_same_list_and_another_seed_another_list()
    {
        var captions = CocoCaptions.Load(Write(200, reversed: false));

        Assert.Equal(captions.Select(seed: 1).Take(20), captions.Select(seed: 1, limit: 20));
        Assert.NotEqual(captions.Select(seed: 1, limit: 20), captions.Select(seed: 2, limit: 20));
        var image = captions.Select(seed: 1)[3];
        Assert.Equal(image.Caption, captions.ByFile(seed: 1)(image.File));
        Assert.Equal(image.Caption, captions.ByFile(seed: 1)($"val2014/{image.File}"));
        Assert.Null(captions.ByFile(seed: 1)("unknown.jpg"));
    }

    [Fact]
    public void Captions_are_one_line_and_images_without_one_are_left_out()
    {
        var captions = CocoCaptions.Load(Write("""
            {"info":{},"licenses":[],"images":[{"id":2,"file_name":"b.jpg"},{"id":1,"file_name":"a.jpg"},{"id":3,"file_name":"c.jpg"}],
             "annotations":[{"image_id":1,"id":9,"caption":" A cat\n on a mat.  "},{"image_id":3,"id":8,"caption":"  "},{"image_id":7,"id":1,"caption":"nowhere"}]}
            """));

        Assert.Equal(new CaptionedImage(1, "a.jpg", "A cat on a mat."), Assert.Single(captions.Select(seed: 1)));
    }

    [Theory]
    [InlineData("nothing")]
    [InlineData("null")]
    [InlineData("""{"images":[]}""")]
    [InlineData("""{"images":[{"file_name":"a.jpg"}],"annotations":[]}""")]
    [InlineData("""{"images":[{"id":1,"file_name":"a.jpg"}],"annotations":[]}""")]
    public void A_file_without_captions_is_refused(string json) =>
        Assert.Equal("not_captions", Assert.Throws<BelmException>(() => CocoCaptions.Load(Write(json))).Code);

    [Fact]
    public void A_missing_file_is_refused_with_the_place_where_it_can_be_had()
    {
        var fault = Assert.Throws<BelmException>(() => CocoCaptions.Load(_folder["none.json"]));

        Assert.Equal(("not_captions", ErrorKind.InvalidInput), (fault.Code, fault.Kind));
    }

    public void Dispose() => _folder.Dispose();

    private string Write(int images, bool reversed)
    {
        var ids = Enumerable.Range(1, images).Select(i => i * 13);
        ids = reversed ? ids.Reverse() : ids;
        var annotations = ids.SelectMany(id => Enumerable.Range(0, 5).Select(k => new { image_id = id, id = (id * 10) + k, caption = $"image {id}, caption {k}" }));
        return Write(JsonSerializer.Serialize(new
        {
            info = new { },
            images = ids.Select(id => new { id, file_name = $"COCO_val2014_{id:000000000000}.jpg", height = 480, width = 640 }),
            annotations = reversed ? annotations.Reverse() : annotations,
        }));
    }

    private string Write(string json)
    {
        var path = _folder[$"{Guid.NewGuid():N}.json"];
        File.WriteAllText(path, json);
        return path;
    }
}
