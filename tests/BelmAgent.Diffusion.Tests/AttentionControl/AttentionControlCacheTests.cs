using System.Security.Cryptography;
using BelmAgent.Diffusion.AttentionControl;
using BelmAgent.Diffusion.Graphs;
using BelmAgent.Diffusion.Devices;
using BelmAgent.Diffusion.Models;
using BelmAgent.Diffusion.Tests.AttentionControl.Unets;
using BelmAgent.Diffusion.Unet;
using Google.Protobuf;

namespace BelmAgent.Diffusion.Tests.AttentionControl;

/// <summary>Tests the cache of edited graphs on disk. The UNet here has its weights in an external file.</summary>
public sealed class AttentionControlCacheTests : IDisposable
{
    private static readonly DeviceOptions Device = new() { Provider = "cpu", Threads = 1 };
    private readonly SdUnet _unet = new(SdUnet.Torch1);
    private readonly string _root = Directory.CreateTempSubdirectory("belm-attention").FullName;

    private string CacheFolder => Path.Combine(_root, "cache", "attention");

    [Fact]
    public void A_graph_is_edited_once_and_read_after_that()
    {
        var first = Open();
        var second = Open();

        Assert.False(first.IsCached);
        Assert.True(second.IsCached);
        Assert.Equal(first.Bytes, second.Bytes);
        Assert.Null(first.Failure);
        Assert.Single(Files());
    }

    [Fact]
    public void The_original_file_and_its_weights_stay_as_they_are()
    {
        var before = Hashes();
        Open();

        Assert.Equal(before, Hashes());
    }

    [Fact]
    public void The_weights_are_not_read()
    {
        File.Delete(_unet.Folder.File("unet/weights.pb"));

        Assert.True(Open().Bytes.Length < 4 << 20);
    }

    [Fact]
    public void The_cached_graph_computes_what_the_fresh_one_computes_with_the_weights_where_they_are()
    {
        var fresh = Noise();
        var cached = Noise();

        Assert.True(Open().IsCached);
        Assert.Equal(fresh, cached);
        Assert.True(fresh.Max(Math.Abs) > 0.1);
    }

    [Theory]
    [InlineData("truncated")]
    [InlineData("one byte")]
    [InlineData("empty")]
    public void A_damaged_file_is_replaced(string damage)
    {
        var whole = Open().Bytes;
        var file = Files().Single();
        byte[] damaged = damage switch
        {
            "truncated" => whole[..(whole.Length / 2)],
            "empty" => [],
            _ => [.. whole[..100], (byte)(whole[100] ^ 1), .. whole[101..]],
        };
        File.WriteAllBytes(file, damaged);
        var again = Open();

        Assert.False(again.IsCached);
        Assert.Equal(whole, again.Bytes);
        Assert.True(Open().IsCached);
        Assert.Equal(file, Files().Single());
    }

    [Fact]
    public void Another_model_in_the_same_place_makes_the_file_stale()
    {
        Open();
        var stale = Files().Single();
        var path = _unet.Folder.Model("unet");
        var model = ModelProto.Parser.ParseFrom(File.ReadAllBytes(path));
        model.ProducerName = "another exporter";
        File.WriteAllBytes(path, model.ToByteArray());

        Assert.False(Open().IsCached);
        Assert.NotEqual(stale, Files().Single());
    }

    [Fact]
    public void Other_options_and_another_native_size_make_other_graphs()
    {
        Open();

        Assert.False(Open(options => options.MaxSelfTokens = 64).IsCached);
        Assert.False(Open(options => options.BlendTokens = 64).IsCached);
        var config = _unet.Folder.File("unet/config.json");
        File.WriteAllText(config, File.ReadAllText(config).Replace("\"sample_size\": 16", "\"sample_size\": 32", StringComparison.Ordinal));
        Assert.False(Open(options => options.BlendTokens = 64).IsCached);
    }

    [Fact]
    public void Where_nothing_can_be_written_the_edit_goes_on_and_says_why()
    {
        File.WriteAllText(Path.Combine(_root, "cache"), "a file where the folder should be");
        using var unet = UnetModel.LoadControlled(_unet.Folder, Device, new AttentionControlOptions { CacheFolder = CacheFolder });

        Assert.NotNull(unet.Attention);
        Assert.Equal(CacheFolder, unet.AttentionCacheFailure!.Folder);
        Assert.NotEmpty(unet.AttentionCacheFailure.Reason);
    }

    [Fact]
    public void To_prepare_the_cache_fails_where_nothing_can_be_written()
    {
        File.WriteAllText(Path.Combine(_root, "cache"), "a file where the folder should be");

        Assert.ThrowsAny<IOException>(() => Cache().Prepare(_unet.Folder));
    }

    [Fact]
    public void What_is_prepared_is_found()
    {
        var file = Cache().Prepare(_unet.Folder);

        Assert.Equal(Files().Single(), file);
        Assert.Equal(file, Cache().Prepare(_unet.Folder));
        Assert.True(Open().IsCached);
    }

    [Fact]
    public void A_file_that_is_no_graph_is_named()
    {
        var path = _unet.Folder.Model("unet");
        File.WriteAllText(path, "not a graph");

        Assert.Equal(path, Assert.Throws<ModelException>(() => Open()).Path);
        File.WriteAllBytes(path, []);
        Assert.Equal(path, Assert.Throws<ModelException>(() => Open()).Path);
    }

    [Fact]
    public void Callers_at_once_all_get_the_graph()
    {
        var graphs = new EditedGraph[8];
        Parallel.For(0, graphs.Length, i => graphs[i] = Open());

        Assert.All(graphs, graph => Assert.Equal(graphs[0].Bytes, graph.Bytes));
        Assert.All(graphs, graph => Assert.Null(graph.Failure));
        Assert.Single(Files());
    }

    public void Dispose()
    {
        _unet.Dispose();
        Directory.Delete(_root, recursive: true);
    }

    private AttentionControlCache Cache(Action<AttentionControlOptions>? configure = null)
    {
        var options = new AttentionControlOptions { CacheFolder = CacheFolder };
        configure?.Invoke(options);
        return new AttentionControlCache(options);
    }

    private EditedGraph Open(Action<AttentionControlOptions>? configure = null) => Cache(configure).Open(_unet.Folder);

    private string[] Files() => Directory.GetFiles(CacheFolder);

    private Dictionary<string, string> Hashes() => Directory.EnumerateFiles(_unet.Folder.File("unet"))
        .ToDictionary(file => file, file => Convert.ToHexString(SHA256.HashData(File.ReadAllBytes(file))));

    private double[] Noise()
    {
        using var unet = UnetModel.LoadControlled(_unet.Folder, Device, new AttentionControlOptions { CacheFolder = CacheFolder });
        using var batch = new UnetBatch(unet.Model, unet.Attention, 1, unet.Native, 32, 128);
        batch.SetSample(0, ToyTown.Noise(unet.Native.Length, seed: 1));
        batch.Run(500, default);
        var output = new double[unet.Native.Length];
        batch.GetOutput(0, output);
        return output;
    }
}
