using BelmAgent.Editing.Library;
using BelmAgent.Editing.Plans;
using BelmAgent.Editing.Tests.Doubles;
using BelmAgent.Imaging;
using BelmAgent.Imaging.Codecs;
using BelmAgent.Imaging.Files;

namespace BelmAgent.Editing.Tests.Library;

/// <summary>Pictures are found by id with their complete history, using only their files.</summary>
public sealed class PictureLibraryTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_picture_comes_back_whole_from_its_file_alone()
    {
        var image = Libraries.Noise(21, 13, seed: 1);
        var parent = await Libraries.Open(_folder.Path).AddAsync(image, Libraries.Imported());
        var added = await Libraries.Open(_folder.Path).AddAsync(image, new PictureRecipe
        {
            Kind = PictureKind.Edited,
            ParentId = parent.Id,
            RootId = parent.Id,
            Caption = "modré auto 🚗",
            Plan = new EditPlan
            {
                SourcePrompt = "a red car",
                TargetPrompt = "a blue car",
                EditType = EditType.ChangeColor,
                DirectInversion = new DirectInversionSetting { Control = AttentionControl.PromptToPrompt, BlendWords = ["car"] },
                Steps = 50,
            },
            Seed = long.MaxValue,
            ModelHash = "abc",
            Measures = new Dictionary<string, double> { ["psnr"] = double.PositiveInfinity, ["ssim"] = 0.1 },
        });

        var library = Libraries.Open(_folder.Path);
        var found = await library.GetAsync(added.Id);
        Assert.Equal(
            (added.Id, parent.Id, added.Path, 21, 13, added.Created),
            (found.Id, found.ParentId, found.Path, found.Width, found.Height, found.Created));
        Assert.Equivalent(added.Recipe, found.Recipe, strict: true);
        Assert.True(image.ContentEquals(await library.ReadImageAsync(added.Id)));
    }

    [Fact]
    public async Task Lists_newest_first()
    {
        var library = Libraries.Open(_folder.Path);
        var ids = new List<string>();
        for (var i = 0; i < 20; i++)
        {
            ids.Insert(0, (await library.AddAsync(Libraries.Noise(4, 4, i), Libraries.Imported())).Id);
        }

        Assert.Equal(ids, (await library.ListAsync()).Select(picture => picture.Id));
        Assert.Equal(ids, (await Libraries.Open(_folder.Path).ListAsync()).Select(picture => picture.Id));
    }

    [Fact]
    public async Task An_empty_library_is_no_fault_and_touches_nothing()
    {
        var library = Libraries.Open(_folder["none"]);
        Assert.Empty(await library.ListAsync());
        var error = await Assert.ThrowsAsync<BelmException>(() => library.GetAsync("img_000000000000000"));
        Assert.Equal("image_not_found", error.Code);
        Assert.Empty(error.KnownIds!);
        Assert.False(Directory.Exists(_folder["none"]));
    }

    [Fact]
    public async Task A_missing_picture_is_told_with_ids_that_exist()
    {
        var library = Libraries.Open(_folder.Path);
        var ids = new List<string>();
        for (var i = 0; i < 7; i++)
        {
            ids.Insert(0, (await library.AddAsync(Libraries.Noise(4, 4, i), Libraries.Imported())).Id);
        }

        var error = await Assert.ThrowsAsync<BelmException>(() => library.GetAsync("img_zzzzzzzzzzzzzzz"));
        Assert.Equal("image_not_found", error.Code);
        Assert.Contains("'img_zzzzzzzzzzzzzzz'", error.Problem, StringComparison.Ordinal);
        Assert.Equal(ids.Take(5), error.KnownIds);
    }

    [Theory]
    [InlineData("../secret")]
    [InlineData("img_../../../secret")]
    [InlineData("/etc/passwd")]
    [InlineData("secret")]
    [InlineData("")]
    [InlineData(null)]
    public async Task An_id_is_never_a_path(string? id)
    {
        var library = Libraries.Open(_folder["library"]);
        var picture = await library.AddAsync(Libraries.Noise(4, 4, 1), Libraries.Imported());
        File.Copy(picture.Path, _folder["library", "secret.png"]);
        File.Copy(picture.Path, _folder["library", "pictures", "secret.png"]);
        Assert.Equal("image_not_found", (await Assert.ThrowsAsync<BelmException>(() => library.GetAsync(id!))).Code);
        Assert.Equal("image_not_found", (await Assert.ThrowsAsync<BelmException>(() => library.ReadImageAsync(id!))).Code);
        Assert.Equal("image_not_found", (await Assert.ThrowsAsync<BelmException>(() => library.GetChildrenAsync(id!))).Code);
        Assert.Equal("image_not_found", (await Assert.ThrowsAsync<BelmException>(() => library.GetLineageAsync(id!))).Code);
    }

    [Theory]
    [InlineData("../x", null, null)]
    [InlineData(null, "img_short", null)]
    [InlineData(null, null, "img_000000000000000")]
    public async Task A_recipe_names_ids_only(string? parent, string? root, string? inversion)
    {
        var recipe = Libraries.Imported() with { ParentId = parent, RootId = root, InversionId = inversion };
        await Assert.ThrowsAsync<ArgumentException>(() => Libraries.Open(_folder["library"]).AddAsync(Libraries.Noise(4, 4, 1), recipe));
        Assert.False(Directory.Exists(_folder["library"]));
    }

    [Fact]
    public async Task Lineage_goes_up_and_down_but_not_sideways()
    {
        var library = Libraries.Open(_folder.Path);
        var image = Libraries.Noise(4, 4, 1);
        var root = await library.AddAsync(image, Libraries.Imported());
        var stranger = await library.AddAsync(image, Libraries.Imported());
        var left = await library.AddAsync(image, Libraries.EditOf(root));
        var right = await library.AddAsync(image, Libraries.EditOf(root));
        var leaf = await library.AddAsync(image, Libraries.EditOf(left));
        var bud = await library.AddAsync(image, Libraries.EditOf(left));
        await library.AddAsync(image, Libraries.EditOf(stranger));

        Assert.Equal([right.Id, left.Id], Ids(await library.GetChildrenAsync(root.Id)));
        Assert.Empty(await library.GetChildrenAsync(leaf.Id));
        Assert.Equal([bud.Id, leaf.Id, right.Id, left.Id, root.Id], Ids(await library.GetLineageAsync(root.Id)));
        Assert.Equal([bud.Id, leaf.Id, left.Id, root.Id], Ids(await library.GetLineageAsync(left.Id)));
        Assert.Equal([leaf.Id, left.Id, root.Id], Ids(await library.GetLineageAsync(leaf.Id)));
    }

    [Fact]
    public async Task A_lineage_with_a_ring_or_a_gap_ends()
    {
        const string First = "img_000000000aaaaaa";
        const string Second = "img_000000000bbbbbb";
        const string Lost = "img_000000000cccccc";
        var library = Libraries.Open(_folder.Path);
        var gap = await library.AddAsync(Libraries.Noise(4, 4, 1), Libraries.Imported() with { ParentId = Lost });
        WritePng(First, Libraries.Imported() with { ParentId = Second });
        WritePng(Second, Libraries.Imported() with { ParentId = First });
        Assert.Equal([Second, First], Ids(await library.GetLineageAsync(First)).OrderDescending());
        Assert.Equal([gap.Id], Ids(await library.GetLineageAsync(gap.Id)));
    }

    [Fact]
    public async Task What_is_not_ours_is_left_out()
    {
        var library = Libraries.Open(_folder.Path);
        var picture = await library.AddAsync(Libraries.Noise(4, 4, 1), Libraries.Imported());
        File.Copy(picture.Path, Path.Combine(library.Folder, "holiday.png"));
        File.Copy(picture.Path, Path.Combine(library.Folder, $".{picture.Id}.png.x1y2{AtomicFile.TemporarySuffix}"));
        Directory.CreateDirectory(Path.Combine(library.Folder, "img_000000000aaaaaa.png"));
        Assert.Equal([picture.Id], Ids(await Libraries.Open(_folder.Path).ListAsync()));
    }

    [Fact]
    public async Task A_damaged_file_is_left_out_of_lists_and_told_when_asked_for()
    {
        var picture = await Libraries.Open(_folder.Path).AddAsync(Libraries.Noise(4, 4, 1), Libraries.Imported());
        var damaged = await Libraries.Open(_folder.Path, new SteppingClock(Libraries.Start.AddDays(1), TimeSpan.Zero))
            .AddAsync(Libraries.Noise(4, 4, 1), Libraries.Imported());
        File.WriteAllBytes(damaged.Path, File.ReadAllBytes(damaged.Path)[..40]);

        var logger = new ListLogger<PictureLibrary>();
        var library = Libraries.Open(_folder.Path, logger: logger);
        Assert.Equal([picture.Id], Ids(await library.ListAsync()));
        Assert.Contains(damaged.Path, Assert.Single(logger.Messages), StringComparison.Ordinal);
        var error = await Assert.ThrowsAsync<ImageFormatException>(() => library.GetAsync(damaged.Id));
        Assert.Equal(damaged.Path, error.ImageSource);
    }

    [Fact]
    public async Task A_png_without_a_recipe_is_of_unknown_origin()
    {
        const string Id = "img_000000000aaaaaa";
        var library = Libraries.Open(_folder.Path);
        Directory.CreateDirectory(library.Folder);
        File.WriteAllBytes(Path.Combine(library.Folder, Id + ".png"), ImageCodec.EncodePng(Libraries.Noise(5, 6, 1)));
        var picture = await library.GetAsync(Id);
        Assert.Equal((PictureKind.Unknown, 5, 6), (picture.Recipe.Kind, picture.Width, picture.Height));
    }

    [Fact]
    public async Task A_deleted_file_is_gone_from_the_library()
    {
        var library = Libraries.Open(_folder.Path);
        var picture = await library.AddAsync(Libraries.Noise(4, 4, 1), Libraries.Imported());
        File.Delete(picture.Path);
        Assert.Empty(await library.ListAsync());
        Assert.Equal("image_not_found", (await Assert.ThrowsAsync<BelmException>(() => library.GetAsync(picture.Id))).Code);
    }

    [Fact]
    public async Task Leftovers_older_than_a_day_are_cleaned()
    {
        var now = DateTimeOffset.UtcNow;
        var folder = Directory.CreateDirectory(_folder["pictures"]).FullName;
        var (young, old) = (Path.Combine(folder, ".a.tmp"), Path.Combine(folder, ".b.tmp"));
        File.WriteAllText(young, "x");
        File.WriteAllText(old, "x");
        File.SetLastWriteTimeUtc(young, now.UtcDateTime.AddHours(-23));
        File.SetLastWriteTimeUtc(old, now.UtcDateTime.AddHours(-25));
        await Libraries.Open(_folder.Path, new SteppingClock(now, TimeSpan.Zero)).AddAsync(Libraries.Noise(4, 4, 1), Libraries.Imported());
        Assert.True(File.Exists(young));
        Assert.False(File.Exists(old));
    }

    [Fact]
    public async Task Many_may_add_at_once()
    {
        var library = Libraries.Open(_folder.Path, TimeProvider.System);
        var added = await Task.WhenAll(Enumerable.Range(0, 40).Select(
            i => Task.Run(() => library.AddAsync(Libraries.Noise(8, 8, i), Libraries.Imported() with { Seed = i }))));
        Assert.Equal(40, added.DistinctBy(picture => picture.Id).Count());
        foreach (var picture in await Libraries.Open(_folder.Path).ListAsync())
        {
            Assert.True(Libraries.Noise(8, 8, (int)picture.Recipe.Seed!).ContentEquals(await library.ReadImageAsync(picture.Id)));
        }
    }

    [Fact]
    public async Task Cancelling_adds_nothing()
    {
        var library = Libraries.Open(_folder.Path);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => library.AddAsync(Libraries.Noise(4, 4, 1), Libraries.Imported(), new CancellationToken(canceled: true)));
        Assert.Empty(await library.ListAsync());
        Assert.Empty(Directory.GetFiles(library.Folder));
    }

    [Fact]
    public async Task Equal_times_and_randomness_still_give_new_ids()
    {
        // Two libraries that draw the same ids, as two processes could: the second finds the first one's file and draws again.
        var clock = new SteppingClock(Libraries.Start, TimeSpan.Zero);
        var first = await Libraries.Open(_folder.Path, clock).AddAsync(Libraries.Noise(4, 4, 1), Libraries.Imported());
        var second = await Libraries.Open(_folder.Path, clock).AddAsync(Libraries.Noise(4, 4, 2), Libraries.Imported());
        Assert.NotEqual(first.Id, second.Id);
        Assert.True(Libraries.Noise(4, 4, 1).ContentEquals(await Libraries.Open(_folder.Path).ReadImageAsync(first.Id)));
    }

    private static IEnumerable<string> Ids(IEnumerable<Picture> pictures) => pictures.Select(picture => picture.Id);

    private void WritePng(string id, PictureRecipe recipe) => File.WriteAllBytes(
        _folder["pictures", id + ".png"],
        ImageCodec.EncodePng(Libraries.Noise(4, 4, 1), RecipeText.Compose(recipe, Libraries.Start)));
}
