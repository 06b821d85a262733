using BelmAgent.Diffusion.AttentionControl;
using BelmAgent.Diffusion.Checks;
using BelmAgent.Diffusion.Models;
using BelmAgent.Diffusion.Pipeline;
using BelmAgent.Sampling;

namespace BelmAgent.Diffusion.Tests.Layouts;

/// <summary>Every layout, read through the links of a hub's cache, is the same as with plain files.</summary>
public class CachedFolderTests
{
    private const string Weights = "unet/model.onnx_data";

    public static TheoryData<string> All => LayoutParityTests.All;

    [Theory]
    [MemberData(nameof(All))]
    public void A_cached_model_is_checked_loaded_and_run(string name)
    {
        using var folder = new LayoutFolder(name);
        using var cached = new CachedFolder(folder.Path);

        AssertSameReport(folder.Path, cached.Snapshot);
        AssertGenerates(folder, cached.Snapshot);
    }

    [Theory]
    [InlineData(LayoutFolder.Diffusers)]
    [InlineData(LayoutFolder.OptimumOld)]
    public void A_repository_of_the_cache_stands_for_its_main_snapshot(string name)
    {
        using var folder = new LayoutFolder(name);
        using var cached = new CachedFolder(folder.Path);
        Directory.CreateDirectory(Path.Combine(cached.Repository, "snapshots", new string('b', 40)));

        AssertSameReport(folder.Path, cached.Repository);
        Assert.Equal(cached.Snapshot, ModelFolder.Open(cached.Repository).Path);
    }

    [Fact]
    public void Without_main_the_only_snapshot_is_taken_and_of_several_none()
    {
        using var folder = new LayoutFolder(LayoutFolder.OptimumOld);
        using var cached = new CachedFolder(folder.Path);
        File.Delete(Path.Combine(cached.Repository, "refs", "main"));
        Assert.Equal(cached.Snapshot, ModelFolder.Open(cached.Repository).Path);

        Directory.CreateDirectory(Path.Combine(cached.Repository, "snapshots", new string('b', 40)));

        Assert.Contains(cached.Snapshot, Assert.Throws<ModelException>(() => ModelFolder.Open(cached.Repository)).Message, StringComparison.Ordinal);
        Assert.Contains("2 snapshots", Assert.Single(ModelCheck.Run(cached.Repository, TestContext.Current.CancellationToken).Faults).Sentence, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("model.onnx")]
    [InlineData("model.onnx_data")]
    public void Where_only_some_files_are_links_the_store_is_still_the_models_own(string copied)
    {
        using var folder = new LayoutFolder(LayoutFolder.OptimumOld);
        using var cached = new CachedFolder(folder.Path, file => Path.GetFileName(file) == copied);

        AssertSameReport(folder.Path, cached.Snapshot);
        AssertGenerates(folder, cached.Snapshot);
    }

    [Fact]
    public void Blobs_that_are_links_to_one_folder_of_another_disk_are_followed()
    {
        using var folder = new LayoutFolder(LayoutFolder.OptimumOld);
        using var cached = new CachedFolder(folder.Path);
        var disk = Directory.CreateDirectory(cached.Beside("disk")).FullName;
        foreach (var blob in Directory.GetFiles(cached.Blobs))
        {
            var moved = Path.Combine(disk, Path.GetFileName(blob));
            File.Move(blob, moved);
            File.CreateSymbolicLink(blob, moved);
        }

        AssertSameReport(folder.Path, cached.Snapshot);
        AssertGenerates(folder, cached.Snapshot);
    }

    [Fact]
    public void A_whole_part_may_be_a_link()
    {
        using var folder = new LayoutFolder(LayoutFolder.OptimumOld);
        using var cached = new CachedFolder(folder.Path);
        var model = Directory.CreateDirectory(cached.Beside("model")).FullName;
        foreach (var part in Directory.GetDirectories(cached.Snapshot))
        {
            Directory.CreateSymbolicLink(Path.Combine(model, Path.GetFileName(part)), part);
        }

        AssertSameReport(folder.Path, model);
        AssertGenerates(folder, model);
    }

    [Fact]
    public void A_cached_model_takes_attention_control()
    {
        using var folder = new LayoutFolder(LayoutFolder.OptimumOld);
        using var cached = new CachedFolder(folder.Path);
        using var pipeline = DiffusionPipeline.Load(cached.Snapshot, LayoutFolder.Device);

        pipeline.UseAttentionControl(new AttentionControlOptions { CacheFolder = cached.Beside("edited") }, TestContext.Current.CancellationToken);

        Assert.NotNull(pipeline.Unet.Attention);
        AssertGenerates(folder, pipeline);
    }

    [Theory]
    [InlineData("other")]
    [InlineData("models--acme--other/blobs")]
    public void A_link_out_of_the_models_own_store_is_refused(string elsewhere)
    {
        using var folder = new LayoutFolder(LayoutFolder.OptimumOld);
        using var cached = new CachedFolder(folder.Path);
        var moved = Path.Combine(Directory.CreateDirectory(cached.Beside(elsewhere)).FullName, "weights");
        File.Copy(folder.File(Weights), moved);
        Relink(cached.At(Weights), moved);

        Assert.Contains("not opened", Assert.Throws<ModelException>(() => DiffusionPipeline.Load(cached.Snapshot, LayoutFolder.Device)).Message, StringComparison.Ordinal);
        Assert.Contains(ModelCheck.Run(cached.Snapshot, TestContext.Current.CancellationToken).Faults, fault => fault.Sentence.Contains("not opened", StringComparison.Ordinal));
    }

    [Fact]
    public void A_store_that_is_itself_a_link_opens_nothing_else()
    {
        using var folder = new LayoutFolder(LayoutFolder.OptimumOld);
        using var cached = new CachedFolder(folder.Path, _ => true);
        var secret = Directory.CreateDirectory(cached.Beside("secret")).FullName;
        File.Move(cached.At(Weights), Path.Combine(secret, "weights"));
        Directory.Delete(cached.Blobs, recursive: true);
        Directory.CreateSymbolicLink(cached.Blobs, secret);
        File.CreateSymbolicLink(cached.At(Weights), Path.Combine(secret, "weights"));

        Assert.Contains("not opened", Assert.Throws<ModelException>(() => DiffusionPipeline.Load(cached.Snapshot, LayoutFolder.Device)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("unet/model.onnx")]
    [InlineData(Weights)]
    [InlineData("tokenizer/vocab.json")]
    [InlineData("unet/config.json")]
    public void A_link_to_nothing_and_a_link_loop_are_said_to_be_that(string file)
    {
        using var folder = new LayoutFolder(LayoutFolder.OptimumOld);
        using var cached = new CachedFolder(folder.Path);

        Relink(cached.At(file), "gone");
        AssertFault("it is a link to gone, which does not exist");

        Relink(cached.At(file), Path.GetFileName(file));
        AssertFault("link loop");

        void AssertFault(string sentence)
        {
            Assert.Contains(ModelCheck.Run(cached.Snapshot, TestContext.Current.CancellationToken).Faults, fault => fault.Path == cached.At(file) && fault.Sentence.Contains(sentence, StringComparison.Ordinal));
            var thrown = Assert.Throws<ModelException>(() => DiffusionPipeline.Load(cached.Snapshot, LayoutFolder.Device));
            Assert.Equal(cached.At(file), thrown.Path);
            Assert.Contains(sentence, thrown.Message, StringComparison.Ordinal);
        }
    }

    private static void Relink(string link, string target)
    {
        File.Delete(link);
        File.CreateSymbolicLink(link, target);
    }

    private static void AssertSameReport(string plain, string cached)
    {
        var (expected, actual) = (ModelCheck.Run(plain, TestContext.Current.CancellationToken), ModelCheck.Run(cached, TestContext.Current.CancellationToken));
        Assert.Empty(actual.Faults);
        Assert.Equal((expected.Kind, expected.Bytes, expected.Hash), (actual.Kind, actual.Bytes, actual.Hash));
        Assert.Equal(expected.Parts.SelectMany(part => part.External).Select(file => file.Bytes), actual.Parts.SelectMany(part => part.External).Select(file => file.Bytes));
    }

    private static void AssertGenerates(LayoutFolder folder, string path)
    {
        using var pipeline = DiffusionPipeline.Load(path, LayoutFolder.Device);
        AssertGenerates(folder, pipeline);
    }

    private static void AssertGenerates(LayoutFolder folder, DiffusionPipeline pipeline)
    {
        using var predictor = pipeline.TakesPrompts
            ? pipeline.CreatePredictor(folder.Data.Metadata("prompt"), 2, pipeline.Unet.Native)
            : pipeline.CreatePredictor("", 1, pipeline.Unet.Native);
        var expected = folder.Data.Doubles("generate.latent");
        var latent = new double[expected.Length];

        new DdimSampler(TimeGrid.FromConfig(pipeline.Scheduler, 10)).Generate(folder.Data.Doubles("generate.noise"), predictor, latent);

        folder.AssertAgrees(expected, latent);
    }
}
