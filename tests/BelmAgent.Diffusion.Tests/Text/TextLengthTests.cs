using BelmAgent.Diffusion.Graphs;
using BelmAgent.Diffusion.Models;
using BelmAgent.Diffusion.Text;

namespace BelmAgent.Diffusion.Tests.Text;

/// <summary>Tests whether graph, config or tokenizer determines the length of a text.</summary>
public sealed class TextLengthTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("belm-length").FullName;

    [Theory]
    [InlineData(null, null, null, "1e30", 77)]
    [InlineData(null, null, null, "64", 64)]
    [InlineData(null, null, null, "512", 77)]
    [InlineData(null, null, 248, "1e30", 248)]
    [InlineData(null, null, 248, "77", 77)]
    [InlineData(null, 512, 248, "1e30", 512)]
    [InlineData(null, 32, null, "77", 32)]
    [InlineData(20, 512, 248, "77", 20)]
    [InlineData(77, null, null, "20", 77)]
    public void The_surest_is_taken(int? declared, int? positions, int? configured, string limit, int expected) =>
        Assert.Equal(expected, Of(declared, "text_model.embeddings.position_embedding.weight", positions, configured, limit));

    [Fact]
    public void Positions_of_a_pictures_patches_are_none_of_a_text() =>
        Assert.Equal(77, Of(null, "vision_model.embeddings.position_embedding.weight", 50, null, "1e30"));

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(100_000)]
    public void A_graph_for_a_length_that_no_text_has_is_refused(int declared) =>
        Assert.NotNull(Assert.Throws<ModelException>(() => Of(declared, "w", null, null, "77")).Expected);

    [Theory]
    [InlineData(2)]
    [InlineData(-77)]
    [InlineData(100_000)]
    public void So_is_a_config_of_one(int configured) =>
        Assert.Contains("cannot be used", Assert.Throws<ModelException>(() => Of(null, "w", null, configured, "77")).Message, StringComparison.Ordinal);

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private int Of(int? declared, string weights, int? positions, int? configured, string limit)
    {
        foreach (var file in (string[])["vocab.json", "merges.txt"])
        {
            File.Copy(Path.Combine(ToyTown.Path, "tokenizer", file), Path.Combine(_folder, file));
        }

        File.WriteAllText(Path.Combine(_folder, "tokenizer_config.json"), $$"""{"model_max_length": {{limit}}}""");
        File.WriteAllText(Path.Combine(_folder, "config.json"), configured is null ? "{}" : $$"""{"max_position_embeddings": {{configured}}}""");
        var outline = new OnnxOutline
        {
            Opsets = new Dictionary<string, long>(),
            Inputs = [new GraphPort("input_ids", "int64", ["batch", declared?.ToString() ?? "sequence"])],
            Outputs = [new GraphPort("last_hidden_state", "float32", ["batch", "sequence", "16"])],
            Tensors = positions is { } count ? [new StoredTensor(weights, 1, [count, 16], null, false, [])] : [],
        };
        return TextLength.Read("model.onnx", outline, PartConfig.Load(Path.Combine(_folder, "config.json")), ClipTokenizer.Load(_folder));
    }
}
