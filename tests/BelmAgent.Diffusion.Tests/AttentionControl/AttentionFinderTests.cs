using BelmAgent.Diffusion.AttentionControl;
using BelmAgent.Diffusion.Graphs;
using BelmAgent.Diffusion.Models;
using BelmAgent.Diffusion.Tests.AttentionControl.Unets;

namespace BelmAgent.Diffusion.Tests.AttentionControl;

/// <summary>Tests which graphs expose their attention, and the messages for those that do not.</summary>
public class AttentionFinderTests
{
    private static readonly LatentShape Native = new(GraphSketch.Channels, GraphSketch.Side, GraphSketch.Side);

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Heads_in_an_axis_and_heads_in_the_rows_are_found(bool inRows)
    {
        var sites = Find(new GraphSketch { HeadsInRows = inRows }.Unet());

        Assert.Equal([AttentionKind.Self, AttentionKind.Cross, AttentionKind.Self, AttentionKind.Cross], sites.Select(site => site.Kind));
        Assert.Equal([2, 2, 4, 4], sites.Select(site => site.Heads));
        Assert.All(sites, site =>
        {
            Assert.Equal(inRows ? 3 : 4, site.Rank);
            Assert.Equal(GraphSketch.Side * GraphSketch.Side, site.Tokens);
        });
    }

    [Theory]
    [InlineData("bij,bjk->bik", true)]
    [InlineData("b h i j, b h j d -> b h i d", false)]
    public void Products_written_as_Einsum_are_found(string equation, bool inRows) =>
        Assert.Equal(4, Find(new GraphSketch { HeadsInRows = inRows, Times = (sketch, a, b) => sketch.Einsum(equation, a, b) }.Unet()).Count);

    [Fact]
    public void Casts_scales_masks_and_guards_around_the_map_are_walked_through()
    {
        var sites = Find(new GraphSketch
        {
            Map = (sketch, scores) => sketch.Op("Softmax", sketch.Op("Add", sketch.Op("Mul", sketch.Weight(1), scores), sketch.Weight(1, 1))),
            AfterMap = (sketch, map) => sketch.Op("Identity", sketch.Op("Where", sketch.Op("IsNaN", map), sketch.Weight(1), map)),
        }.Unet());

        Assert.Equal(4, sites.Count);
    }

    [Theory]
    [InlineData("Attention", "com.microsoft")]
    [InlineData("MultiHeadAttention", "com.microsoft")]
    [InlineData("Attention", "")]
    public void Fused_attention_is_refused_by_name(string type, string domain)
    {
        var sketch = new GraphSketch();
        var node = sketch.Node(type, "sample");
        node.Domain = domain;
        var model = sketch.Unet();

        var exception = Refused(model, AttentionFault.Fused);

        Assert.Contains(type, exception.Found, StringComparison.Ordinal);
        Assert.Contains("plain attention processor", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_graph_without_Softmax_is_refused()
    {
        var sketch = new GraphSketch { Map = (inner, scores) => inner.Op("Sigmoid", scores) };

        Refused(sketch.Unet(), AttentionFault.NoSoftmax);
    }

    [Fact]
    public void A_graph_without_text_is_refused()
    {
        var sketch = new GraphSketch();
        var hidden = sketch.Begin();
        var model = sketch.End(sketch.Attend(hidden, hidden));
        model.Graph.Input.RemoveAt(2);

        Assert.Contains("timestep", Refused(model, AttentionFault.MissingInput).Found, StringComparison.Ordinal);
    }

    [Fact]
    public void An_operator_set_in_which_Softmax_means_something_else_is_refused() =>
        Refused(new GraphSketch(opset: 12).Unet(), AttentionFault.OldOperators);

    [Fact]
    public void Two_self_layers_and_one_cross_layer_are_refused_with_their_numbers()
    {
        var sketch = new GraphSketch();
        var hidden = sketch.Begin();
        hidden = sketch.Attend(hidden, hidden);
        hidden = sketch.Attend(hidden, hidden);
        var model = sketch.End(sketch.Attend(hidden, "encoder_hidden_states", GraphSketch.TextWidth));

        Assert.Equal("1 cross and 2 self layers", Refused(model, AttentionFault.Unpaired).Found);
    }

    [Fact]
    public void Attention_to_what_is_neither_the_text_nor_the_queries_own_input_is_refused()
    {
        var sketch = new GraphSketch();
        var hidden = sketch.Begin();
        var other = sketch.Op("Tanh", hidden);

        Refused(sketch.End(sketch.Attend(hidden, other)), AttentionFault.Unclassified);
    }

    public static TheoryData<string> StrangeMaps => ["another axis", "no values", "no scores", "heads first", "not a projection"];

    [Theory]
    [MemberData(nameof(StrangeMaps))]
    public void A_Softmax_that_is_no_map_of_attention_is_refused_by_name(string strange)
    {
        var sketch = strange switch
        {
            "another axis" => new GraphSketch
            {
                Map = (inner, scores) =>
                {
                    var node = inner.Node("Softmax", scores);
                    node.Attribute.Add(new AttributeProto { Name = "axis", Type = AttributeProto.Types.AttributeType.Int, I = 1 });
                    return node.Output[0];
                },
            },
            "no values" => new GraphSketch { AfterMap = (inner, map) => inner.Op("Exp", map) },
            "no scores" => new GraphSketch { Map = (inner, scores) => inner.Op("Softmax", inner.Op("Exp", scores)) },
            "heads first" => new GraphSketch { HeadsFirst = true },
            _ => new GraphSketch { Times = (inner, a, b) => inner.Op("MatMul", a, inner.Op("Tanh", b)) },
        };

        Assert.Contains("the Softmax t", Refused(sketch.Unet(), AttentionFault.Unclassified).Found, StringComparison.Ordinal);
    }

    [Fact]
    public void Queries_that_are_no_level_of_the_picture_are_refused()
    {
        var model = new GraphSketch().Unet();

        var (sites, shapes, index) = AttentionFinder.Find("unet.onnx", model, Native);
        var odd = sites.Select(site => site with { Tokens = 15 }).ToList();
        var exception = Assert.Throws<AttentionControlException>(() => LayoutRules.Lay("unet.onnx", odd, index, shapes, new AttentionControlOptions(), Native));

        Assert.Equal(AttentionFault.Unclassified, exception.Fault);
        Assert.Contains("15 queries", exception.Found, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(SdUnet.Torch1)]
    [InlineData(SdUnet.Torch2)]
    public void Layers_are_found_and_placed_without_any_name(string style)
    {
        using var unet = new SdUnet(style);
        var named = Parse(unet.Folder);
        var nameless = Parse(unet.Folder);
        Anonymise(nameless.Graph);
        var native = new LatentShape(4, 16, 16);
        var (a, b) = (Lay(named, native), Lay(nameless, native));

        Assert.All(b.Cross.Concat(b.Mutual), layer => Assert.DoesNotContain("block", layer.Name, StringComparison.Ordinal));
        Assert.Equal(a.Cross.Select(Nameless), b.Cross.Select(Nameless));
        Assert.Equal(a.Mutual.Select(Nameless), b.Mutual.Select(Nameless));

        static AttentionLayer Nameless(AttentionLayer layer) => layer with { Name = "" };
    }

    [Fact]
    public void ToyTown_is_placed_without_any_name()
    {
        var model = Parse(ModelFolder.Open(ToyTown.Path));
        Anonymise(model.Graph);

        Assert.Equal(
            [AttentionPlace.Down, AttentionPlace.Down, AttentionPlace.Down, AttentionPlace.Mid, AttentionPlace.Up, AttentionPlace.Up, AttentionPlace.Up],
            Lay(model, new LatentShape(4, 16, 16)).Cross.Select(layer => layer.Place));
    }

    private static ModelProto Parse(ModelFolder folder)
    {
        using var stream = File.OpenRead(folder.Model("unet"));
        return ModelProto.Parser.ParseFrom(stream);
    }

    private static AttentionLayout Lay(ModelProto model, LatentShape native)
    {
        var (sites, shapes, index) = AttentionFinder.Find("unet.onnx", model, native);
        return LayoutRules.Lay("unet.onnx", sites, index, shapes, new AttentionControlOptions(), native);
    }

    private static void Anonymise(GraphProto graph)
    {
        var kept = graph.Input.Concat(graph.Output).Select(value => value.Name).Append("").ToDictionary(name => name);
        string Rename(string name)
        {
            if (!kept.TryGetValue(name, out var number))
            {
                kept.Add(name, number = $"{kept.Count}");
            }

            return number;
        }

        foreach (var tensor in graph.Initializer)
        {
            tensor.Name = Rename(tensor.Name);
        }

        foreach (var node in graph.Node)
        {
            node.Name = "";
            for (var i = 0; i < node.Input.Count; i++)
            {
                node.Input[i] = Rename(node.Input[i]);
            }

            for (var i = 0; i < node.Output.Count; i++)
            {
                node.Output[i] = Rename(node.Output[i]);
            }
        }
    }

    private static IReadOnlyList<AttentionSite> Find(ModelProto model) => AttentionFinder.Find("unet.onnx", model, Native).Sites;

    private static AttentionControlException Refused(ModelProto model, AttentionFault fault)
    {
        var exception = Assert.Throws<AttentionControlException>(() => Find(model));
        Assert.Equal(fault, exception.Fault);
        Assert.Equal("unet.onnx", exception.Path);
        return exception;
    }
}
