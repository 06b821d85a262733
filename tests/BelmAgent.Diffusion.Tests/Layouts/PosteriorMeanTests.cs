using BelmAgent.Diffusion.Graphs;
using BelmAgent.Diffusion.Autoencoder;
using BelmAgent.Diffusion.Models;
using Google.Protobuf;
using static BelmAgent.Diffusion.Tests.Layouts.GraphChange;

namespace BelmAgent.Diffusion.Tests.Layouts;

/// <summary>Encoders that draw their latent, built node by node in the variants of different exporters.</summary>
public class PosteriorMeanTests
{
    [Theory]
    [InlineData(LayoutFolder.Diffusers)]
    [InlineData(LayoutFolder.OptimumOld)]
    public void The_noise_is_cut_out_and_the_file_stays_as_it_is(string name)
    {
        using var folder = new LayoutFolder(name);
        var path = folder.File("vae_encoder/model.onnx");
        var before = File.ReadAllBytes(path);

        var edited = ModelProto.Parser.ParseFrom(PosteriorMean.Expose(path)!);

        Assert.Contains(ModelProto.Parser.ParseFrom(before).Graph.Node, node => node.OpType == "RandomNormalLike");
        Assert.DoesNotContain(edited.Graph.Node, node => node.OpType is "RandomNormalLike" or "Exp");
        Assert.Equal(before, File.ReadAllBytes(path));
    }

    [Theory]
    [InlineData(LayoutFolder.OptimumNew)]
    [InlineData(LayoutFolder.HalfInside)]
    public void An_encoder_that_draws_nothing_is_left_alone(string name)
    {
        using var folder = new LayoutFolder(name);

        Assert.Null(PosteriorMean.Expose(folder.File("vae_encoder/model.onnx")));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Casts_and_the_order_of_operands_do_not_matter_and_what_follows_stays(bool isSwapped)
    {
        var graph = Sketch(
            Node("RandomNormal", [], "drawn"),
            Node("Cast", ["drawn"], "noise"),
            Node("Exp", ["half_logvar"], "std"),
            Node("Mul", isSwapped ? ["noise", "std"] : ["std", "noise"], "spread"),
            Node("Add", isSwapped ? ["spread", "mean"] : ["mean", "spread"], "drawn_latent"),
            Node("Mul", ["drawn_latent", "factor"], "latent_sample"));

        Assert.True(PosteriorMean.Expose("sketch", graph));

        Assert.Equal(["Split", "Identity", "Mul"], graph.Node.Select(node => node.OpType));
        Assert.Equal("mean", graph.Node[1].Input.Single());
    }

    public static TheoryData<string, string> Others => new()
    {
        { "RandomNormal", "not scaled by a deviation" },
        { "RandomUniform", "not normal" },
        { "Bernoulli", "a dropout left on" },
    };

    [Theory]
    [MemberData(nameof(Others))]
    public void Anything_else_that_is_drawn_is_refused_by_name(string operation, string why)
    {
        var graph = Sketch(Node(operation, operation == "Bernoulli" ? ["mean"] : [], "noise"), Node("Add", ["mean", "noise"], "latent_sample"));

        var exception = Assert.Throws<ModelException>(() => PosteriorMean.Expose(why, graph));

        Assert.Contains(operation, exception.Found, StringComparison.Ordinal);
        Assert.Contains("latent_parameters", exception.Expected, StringComparison.Ordinal);
    }

    [Fact]
    public void Two_draws_are_refused()
    {
        var graph = Sketch(Node("RandomNormal", [], "one"), Node("RandomNormal", [], "two"), Node("Add", ["one", "two"], "latent_sample"));

        Assert.NotNull(Assert.Throws<ModelException>(() => PosteriorMean.Expose("two", graph)).Expected);
    }

    private static GraphProto Sketch(params NodeProto[] nodes)
    {
        var graph = new GraphProto();
        graph.Node.Add(Node("Split", ["moments"], "mean", "half_logvar"));
        graph.Node.Add(nodes);
        graph.Output.Add(new ValueInfoProto { Name = "latent_sample" });
        return graph;
    }
}
