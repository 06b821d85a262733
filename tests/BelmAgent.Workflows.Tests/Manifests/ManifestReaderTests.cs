using BelmAgent.Workflows.Manifests;
using BelmAgent.Workflows.Tests.Doubles;

namespace BelmAgent.Workflows.Tests.Manifests;

/// <summary>Manifests as people write them, and every fault in them.</summary>
public sealed class ManifestReaderTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Fact]
    public async Task Json_lines_have_a_row_a_line()
    {
        var rows = await ReadAsync("m.jsonl", """
            {"image":"a.png","request":"make it night"}

            {"image":"b.png","target_prompt":"a cat","steps":7,"guidance":"2.5","seed":-3,"out":"cats/b.png"}
            """);

        Assert.Equal(["a.png", "b.png"], rows.Select(row => row.Image));
        Assert.Equal([1, 2], rows.Select(row => row.Number));
        Assert.Equal((7, 2.5, -3L, "cats/b.png"), (rows[1].Settings.Steps!.Value, rows[1].Settings.Guidance!.Value, rows[1].Settings.Seed!.Value, rows[1].Output));
        Assert.All(rows, row => Assert.Empty(row.Faults));
    }

    [Theory]
    [InlineData("image,request\na.png,\"make it, please, night\"\n")]
    [InlineData("\uFEFFimage;request\r\na.png;make it, please, night\r\n")]
    [InlineData("request\timage\nmake it, please, night\ta.png")]
    public async Task Csv_comes_in_many_dialects(string text)
    {
        var row = Assert.Single(await ReadAsync("m.csv", text));

        Assert.Equal(("a.png", "make it, please, night"), (row.Image, row.Request));
        Assert.Empty(row.Faults);
    }

    [Fact]
    public async Task A_folder_is_its_pictures_in_the_order_of_their_names()
    {
        foreach (var name in new[] { "b.PNG", "a.jpg", "notes.txt", ".hidden.png" })
        {
            await File.WriteAllTextAsync(_folder[name], "");
        }

        var rows = await ManifestReader.Open(_folder.Path, "make it night").ReadAsync(CancellationToken.None).ToListAsync();

        Assert.Equal(["a.jpg", "b.PNG"], rows.Select(row => row.Image));
        Assert.All(rows, row => Assert.Equal("make it night", row.Request));
    }

    [Theory]
    [InlineData("""{"request":"x"}""", "image")]
    [InlineData("""{"image":"a.png"}""", "request")]
    [InlineData("""{"image":"a.png","request":" "}""", "request")]
    [InlineData("""{"image":"a.png","request":"x","stepz":3}""", "stepz")]
    [InlineData("""{"image":"a.png","request":"x","steps":"many"}""", "steps")]
    [InlineData("""{"image":"a.png","request":"x","steps":1001}""", "steps")]
    [InlineData("""{"image":"a.png","request":"x","guidance":"NaN"}""", "guidance")]
    [InlineData("""{"image":"a.png","request":"x","strength":0}""", "strength")]
    [InlineData("""{"image":"a.png","request":"x","priority":10}""", "priority")]
    [InlineData("""{"image":"a.png","request":"x","request":"y"}""", "request")]
    [InlineData("""{"image":"a.png","request":["x"]}""", "request")]
    [InlineData("""{"image":"a.png","request":"x\u0000y"}""", "request")]
    [InlineData("""{"image":"a\u0000.png","request":"x"}""", "image")]
    [InlineData("""{"image":"a.png","request":"x","out":"../a.png"}""", "out")]
    [InlineData("""{"image":"a.png","request":"x","out":"/a.png"}""", "out")]
    [InlineData("""{"image":"a.png","request":"x","out":"a.jpg"}""", "out")]
    [InlineData("""{"image":"\ud800","request":"x"}""", "")]
    [InlineData("[1]", "")]
    [InlineData("{", "")]
    public async Task A_fault_names_its_column(string line, string column) =>
        Assert.Contains((await ReadAsync("m.jsonl", line)).Single().Faults, fault => fault.Column == column);

    [Fact]
    public async Task A_name_that_no_database_takes_as_a_key_is_a_fault() =>
        Assert.Equal("image", (await ReadAsync("m.jsonl", $$"""{"image":"{{new string('ä', 1001)}}","request":"x"}""")).Single().Faults.Single().Column);

    [Fact]
    public async Task A_row_of_csv_with_too_many_values_is_faulty_and_the_others_are_not()
    {
        var rows = await ReadAsync("m.csv", "image,request\na.png,x,y\nb.png,x\n");

        Assert.NotEmpty(rows[0].Faults);
        Assert.Empty(rows[1].Faults);
    }

    [Fact]
    public async Task All_faults_of_a_row_are_found_at_once() =>
        Assert.Equal(3, (await ReadAsync("m.jsonl", """{"image":"a.png","request":"x","steps":0,"seed":"s","attempts":11}""")).Single().Faults.Count);

    [Theory]
    [InlineData("m.csv", "picture,request\n")]
    [InlineData("m.csv", "request\nx\n")]
    [InlineData("m.txt", "a.png")]
    public async Task What_is_no_manifest_is_refused(string name, string text)
    {
        var failure = await Assert.ThrowsAsync<BelmException>(() => ReadAsync(name, text));

        Assert.Equal(("manifest", ErrorKind.InvalidInput), (failure.Code, failure.Kind));
    }

    [Fact]
    public void A_folder_without_a_request_and_a_file_that_is_missing_are_refused()
    {
        Assert.Throws<BelmException>(() => ManifestReader.Open(_folder.Path, null));
        Assert.Throws<BelmException>(() => ManifestReader.Open(_folder["none.csv"], null));
    }

    [Theory]
    [InlineData("img_1jf3k9x2ma7bqpz", null, "img_1jf3k9x2ma7bqpz", "")]
    [InlineData("a.png", null, "a.png", "")]
    [InlineData("photos\\\\a.png", null, "a.png", "")]
    [InlineData("/etc/passwd", null, "/etc/passwd", "image")]
    [InlineData("a.png", "mask.png", "a.png", "mask")]
    [InlineData("a.png", "img_1jf3k9x2ma7bqpz", "a.png", "")]
    public async Task A_manifest_that_was_sent_names_images_of_the_library_alone(string image, string? mask, string read, string fault)
    {
        var line = $$"""{"image":"{{image}}","request":"x"{{(mask is null ? "" : $",\"mask\":\"{mask}\"")}}}""";
        using var sent = new MemoryStream(System.Text.Encoding.UTF8.GetBytes(line));
        var manifest = await ManifestReader.OpenAsync(sent, isTable: false, "m", null, new Dictionary<string, string> { ["a.png"] = "img_1jf3k9x2ma7bqpz" }, CancellationToken.None);

        var row = Assert.Single(await manifest.ReadAsync(CancellationToken.None).ToListAsync());

        Assert.Null(manifest.Folder);
        Assert.Equal((read, fault), (row.Image, string.Concat(row.Faults.Select(found => found.Column))));
    }

    [Theory]
    [InlineData(1, "houses/red house.jpg", "00001-red_house.png")]
    [InlineData(12, "img_1jf3k9x2ma7bqpz", "00012-img_1jf3k9x2ma7bqpz.png")]
    [InlineData(3, "Größe.png", "00003-Größe.png")]
    public void Results_are_named_by_number_and_picture(int number, string image, string expected) => Assert.Equal(expected, ResultNames.Of(number, image));

    public void Dispose() => _folder.Dispose();

    private async Task<List<ManifestRow>> ReadAsync(string name, string text)
    {
        await File.WriteAllTextAsync(_folder[name], text);
        return await ManifestReader.Open(_folder[name], null).ReadAsync(CancellationToken.None).ToListAsync();
    }
}
