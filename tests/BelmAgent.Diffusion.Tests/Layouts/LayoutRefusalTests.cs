using BelmAgent.Diffusion.Graphs;
using BelmAgent.Diffusion.Models;
using DataType = BelmAgent.Diffusion.Graphs.TensorProto.Types.DataType;

namespace BelmAgent.Diffusion.Tests.Layouts;

/// <summary>Unsupported models are refused with what was found and what is needed.</summary>
public class LayoutRefusalTests
{
    [Fact]
    public void Inputs_that_nothing_feeds_are_listed()
    {
        var exception = Refused("unet", graph => graph.Input.AddRange(
            [GraphChange.Declared("text_embeds", DataType.Float, 2, 1280), GraphChange.Declared("time_ids", DataType.Float, 2, 6)]));

        Assert.Contains("text_embeds, time_ids", exception.Found, StringComparison.Ordinal);
        Assert.Contains("sample, timestep, encoder_hidden_states", exception.Expected, StringComparison.Ordinal);
    }

    [Fact]
    public void A_network_that_also_takes_a_mask_is_refused()
    {
        var exception = Refused("unet", graph => graph.Input("sample").Type.TensorType.Shape.Dim[1].DimValue = 9, graph => graph.Node.Insert(0, First4(graph)));

        Assert.Contains("9", exception.Expected, StringComparison.Ordinal);
        Assert.Equal("4", exception.Found);
    }

    [Fact]
    public void A_network_for_other_text_embeddings_is_refused_when_it_is_loaded()
    {
        using var folder = new LayoutFolder(LayoutFolder.OptimumNew);
        using var other = new LayoutFolder(LayoutFolder.Sd2);
        File.Copy(other.File("unet/model.onnx"), folder.File("unet/model.onnx"), overwrite: true);

        var exception = Assert.Throws<ModelException>(folder.Load);

        Assert.Contains("24", exception.Expected, StringComparison.Ordinal);
        Assert.Contains("16", exception.Found, StringComparison.Ordinal);
    }

    [Fact]
    public void An_element_type_that_cannot_be_given_is_named_with_its_input()
    {
        var exception = Refused("vae_decoder", graph =>
        {
            graph.Input("latent_sample").Type.TensorType.ElemType = (int)DataType.Bfloat16;
            var cast = GraphChange.Node("Cast", ["latent_sample"], "latent_float");
            cast.Attribute.Add(new AttributeProto { Name = "to", Type = AttributeProto.Types.AttributeType.Int, I = (int)DataType.Float });
            Redirect(graph, "latent_sample", "latent_float");
            graph.Node.Insert(0, cast);
        });

        Assert.Contains("latent_sample", exception.Message, StringComparison.Ordinal);
        Assert.Contains("bfloat16", exception.Message, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public void A_pixel_network_with_a_text_input_needs_a_text_encoder()
    {
        using var folder = new LayoutFolder(LayoutFolder.OptimumNew);
        foreach (var part in (string[])["text_encoder", "tokenizer", "vae_encoder", "vae_decoder"])
        {
            Directory.Delete(folder.File(part), recursive: true);
        }

        Assert.Contains("encoder_hidden_states", Assert.Throws<ModelException>(folder.Load).Found, StringComparison.Ordinal);
    }

    [Fact]
    public void A_config_that_the_graph_contradicts_is_refused()
    {
        using var folder = new LayoutFolder(LayoutFolder.Ddpm);
        File.WriteAllText(folder.File("unet/config.json"), """{"in_channels": 4, "sample_size": 32}""");

        Assert.Equal("3", Assert.Throws<ModelException>(folder.Load).Found);
    }

    private static ModelException Refused(string part, params Action<GraphProto>[] changes)
    {
        using var folder = new LayoutFolder(LayoutFolder.OptimumNew);
        foreach (var change in changes)
        {
            folder.Change(part, change);
        }

        var exception = Assert.Throws<ModelException>(folder.Load);
        Assert.Equal(folder.File($"{part}/model.onnx"), exception.Path);
        return exception;
    }

    // The first four channels, so that the graph itself stays valid.
    private static NodeProto First4(GraphProto graph)
    {
        foreach (var (name, value) in ((string, long)[])[("from", 0), ("to", 4), ("axis", 1)])
        {
            var tensor = new TensorProto { Name = name, DataType = (int)DataType.Int64 };
            tensor.Dims.Add(1);
            tensor.Int64Data.Add(value);
            graph.Initializer.Add(tensor);
        }

        Redirect(graph, "sample", "sample_four");
        return GraphChange.Node("Slice", ["sample", "from", "to", "axis"], "sample_four");
    }

    private static void Redirect(GraphProto graph, string from, string to)
    {
        foreach (var node in graph.Node)
        {
            for (var i = 0; i < node.Input.Count; i++)
            {
                if (node.Input[i] == from)
                {
                    node.Input[i] = to;
                }
            }
        }
    }
}
