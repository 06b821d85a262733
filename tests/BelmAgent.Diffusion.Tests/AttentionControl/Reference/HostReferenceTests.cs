using BelmAgent.Diffusion.AttentionControl;
using BelmAgent.Diffusion.Models;
using BelmAgent.Diffusion.Tests.AttentionControl.Unets;

namespace BelmAgent.Diffusion.Tests.AttentionControl.Reference;

/// <summary>The edited graph computes the same as the original one when the host mixes its maps, keys and values in plain loops.</summary>
public class HostReferenceTests(ReferenceUnets unets) : IClassFixture<ReferenceUnets>
{
    private const double Tolerance = 1e-5;
    private const string Source = "a red house on the left, on grass, under a night sky, with a moon";
    private const string Replaced = "a bright blue house on the left, on grass, under a night sky, with a moon";
    private const string Refined = "a red house and a cat on the left, on grass, under a night sky, with a moon";

    // For each token of the refined prompt, begin first, its counterpart in the source; "and a cat" is new.
    private static readonly int[] SourceOf = [0, 1, 2, 3, -1, -1, -1, .. Enumerable.Range(4, 25)];

    // Every control runs on the small graph; on the large ones, one in each, and the rest of the table is explicit.
    private static readonly HashSet<(string, int, string)> Pairs =
    [
        (SdUnet.Torch1, 3, "refine"), (SdUnet.Torch2, 2, "all"),
    ];

    public static TheoryData<string, int, string> Cases =>
    [
        .. from unet in (string[])[ReferenceUnet.ToyTownName, SdUnet.Torch1, SdUnet.Torch2]
           from rows in (int[])[2, 3]
           from control in (string[])["replace", "refine", "reweight", "self", "mutual", "all"]
           select new TheoryDataRow<string, int, string>(unet, rows, control)
           {
               Explicit = unet != ReferenceUnet.ToyTownName && !Pairs.Contains((unet, rows, control)),
           },
    ];

    [Theory]
    [MemberData(nameof(Cases))]
    public void The_edited_graph_agrees_with_the_host(string name, int rows, string control) => Agrees(unets[name], rows, control);

    [Theory]
    [InlineData(ReferenceUnet.ToyTownName)]
    [InlineData(SdUnet.Torch1, Explicit = true)]
    [InlineData(SdUnet.Torch2)]
    public void It_agrees_at_a_size_that_the_network_was_not_trained_at(string name) =>
        Agrees(unets[name], 3, "all", shape: new LatentShape(4, 8, 24));

    [Theory]
    [InlineData(ReferenceUnet.ToyTownName)]
    [InlineData(SdUnet.Torch1, Explicit = true)]
    [InlineData(SdUnet.Torch2)]
    public void It_agrees_where_each_row_sees_a_source_of_its_own(string name)
    {
        var unet = unets[name];
        var controlled = unet.Controlled();
        var rows = unet.Rows(controlled.Native, "", "a green tree", Source, Refined);
        var setting = Setting(unet, controlled.Attention!, "all");
        using var batch = unet.Batch(controlled, rows);
        setting.Apply(batch.Control!);
        var one = ReferenceUnet.Run(batch, rows);
        foreach (var sources in (int[][])[[0, 0, 2, 2], [3, 1, 0, 1]])
        {
            var own = setting with { Sources = sources };
            own.Apply(batch.Control!);
            var on = ReferenceUnet.Run(batch, rows);

            Assert.True(Distance(one, on) > 1e-3);
            Close(new HostControl(unet.Cut, own, rows, controlled.Native, 1024, 256).Run(), on);
        }
    }

    [Theory]
    [InlineData(SdUnet.Torch1, 8, 8, 16, Explicit = true)]
    [InlineData(SdUnet.Torch2, 8, 8, 16)]
    [InlineData(SdUnet.Torch2, 8, 32, 11, Explicit = true)]
    [InlineData(SdUnet.Torch1, 24, 24, 6, Explicit = true)]
    [InlineData(ReferenceUnet.ToyTownName, 8, 8, 7)]
    public void Self_attention_is_shared_by_the_layers_size_at_hand(string name, int height, int width, int layers)
    {
        var size = new LatentShape(4, height, width);

        Assert.Equal(layers, unets[name].Controlled(64, 64, size).Attention!.Self.Count);
        Agrees(unets[name], 3, "self", 64, 64, size, size);
    }

    [Theory]
    [InlineData(ReferenceUnet.ToyTownName, 64, 64, 5, 5, 64)]
    [InlineData(SdUnet.Torch1, 64, 16, 11, 5, 16, Explicit = true)]
    [InlineData(SdUnet.Torch2, 16, 100, 6, 5, 64)]
    [InlineData(SdUnet.Torch2, 0, 4, 0, 1, 4, Explicit = true)]
    public void It_agrees_where_fewer_layers_are_controlled(string name, int maxSelfTokens, int blendTokens, int self, int blended, int tokens)
    {
        var layout = unets[name].Controlled(maxSelfTokens, blendTokens).Attention!;
        Assert.Equal((self, blended, tokens), (layout.Self.Count, layout.Cross.Count(layer => layer.IsBlended), layout.BlendTokens));

        Agrees(unets[name], 3, "all", maxSelfTokens, blendTokens);
    }

    [Theory]
    [InlineData(ReferenceUnet.ToyTownName)]
    [InlineData(SdUnet.Torch1, Explicit = true)]
    public void In_a_batch_of_one_the_row_is_its_own_source(string name) => Agrees(unets[name], 1, "reweight");

    [Theory]
    [InlineData(ReferenceUnet.ToyTownName)]
    [InlineData(SdUnet.Torch1, Explicit = true)]
    [InlineData(SdUnet.Torch2)]
    public void Without_control_the_host_computes_what_the_untouched_network_computes(string name)
    {
        var unet = unets[name];
        var rows = Rows(unet, 3, "all", unet.Plain.Native);
        var layout = unet.Controlled().Attention!;
        var off = ControlSetting.Off(unet.Words, layout.Self.Count, layout.Mutual.Count);
        using var plain = unet.Batch(unet.Plain, rows);

        Close(ReferenceUnet.Run(plain, rows), new HostControl(unet.Cut, off, rows, unet.Plain.Native, 1024, 256).Run());
    }

    // Compares host and graph in all rows and both blend maps; the control must also matter, so that agreement is meaningful.
    private static void Agrees(ReferenceUnet unet, int count, string control, int maxSelfTokens = 1024, int blendTokens = 256, LatentShape? shape = null, LatentShape? madeFor = null)
    {
        var controlled = unet.Controlled(maxSelfTokens, blendTokens, madeFor);
        var rows = Rows(unet, count, control, shape ?? controlled.Native);
        var setting = Setting(unet, controlled.Attention!, control);
        using var batch = unet.Batch(controlled, rows);
        var off = ReferenceUnet.Run(batch, rows);
        setting.Apply(batch.Control!);
        var on = ReferenceUnet.Run(batch, rows);
        var host = new HostControl(unet.Cut, setting, rows, controlled.Native, maxSelfTokens, blendTokens);
        var expected = host.Run();
        var length = rows.Shape.Length;

        Assert.True(Distance(on.AsSpan(^length..), off.AsSpan(^length..)) > 1e-3);
        Close(expected, on);

        Assert.Equal(host.BlendSource.Length, batch.Control!.BlendHeight * batch.Control.BlendWidth);
        var (source, target) = (new double[host.BlendSource.Length], new double[host.BlendSource.Length]);
        batch.Control.ReadBlend(source, target);
        Assert.True(host.BlendTarget.Max() > 0.01);
        Close(Floats(host.BlendSource), Floats(source));
        Close(Floats(host.BlendTarget), Floats(target));
    }

    private static UnetRows Rows(ReferenceUnet unet, int count, string control, LatentShape shape) =>
        unet.Rows(shape, [.. ((string[])["", Source, control == "replace" ? Replaced : Refined])[^count..]]);

    private static ControlSetting Setting(ReferenceUnet unet, AttentionLayout layout, string control)
    {
        var words = unet.Words;
        var (source, target) = (new float[words], new float[words]);
        (source[2], target[3], target[6]) = (1, 1, 0.5f);
        var off = ControlSetting.Off(words, layout.Self.Count, layout.Mutual.Count) with { BlendSource = source, BlendTarget = target };
        var self = Gates(layout.Self.Count, 0.3f, 1, 0, 0.85f);
        var mutual = Gates(layout.Mutual.Count, 0, 1, 0.6f);
        ControlSetting With((float[] Map, float[] Keep) cross) => off with { Map = cross.Map, Keep = cross.Keep };
        return control switch
        {
            "replace" => With(CrossMaps.Replace(words, 2..3, 2..4, schedule: 1)),
            "refine" => With(CrossMaps.Refine(words, SourceOf, schedule: 0.8f)),
            "reweight" => With(CrossMaps.Reweight(words, SourceOf, token: 6, weight: 2.5f, schedule: 0.9f)),
            "self" => off with { Self = self },
            "mutual" => off with { Mutual = mutual },
            "all" => With(CrossMaps.Reweight(words, SourceOf, token: 3, weight: 2, schedule: 0.7f)) with { Self = self, Mutual = mutual },
            _ => throw new ArgumentOutOfRangeException(nameof(control), control, "No such control."),
        };
    }

    private static float[] Gates(int count, params float[] cycle) => [.. Enumerable.Range(0, count).Select(i => cycle[i % cycle.Length])];

    private static float[] Floats(double[] values) => [.. values.Select(value => (float)value)];

    private static void Close(float[] expected, float[] actual) => Assert.InRange(Distance(expected, actual), 0, Tolerance);

    private static double Distance(ReadOnlySpan<float> a, ReadOnlySpan<float> b)
    {
        Assert.Equal(a.Length, b.Length);
        var largest = 0.0;
        for (var i = 0; i < a.Length; i++)
        {
            largest = Math.Max(largest, Math.Abs(a[i] - b[i]));
        }

        return largest;
    }
}
