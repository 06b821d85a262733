using BelmAgent.Diffusion.Checks;
using BelmAgent.Diffusion.Graphs;
using Google.Protobuf;

namespace BelmAgent.Diffusion.Tests.Checks;

public sealed class ModelCheckTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("belm-check").FullName;

    [Fact]
    public void ToyTown_is_whole()
    {
        var report = ModelCheck.Run(ToyTown.Path);

        Assert.True(report.IsUsable);
        Assert.Equal((ModelKind.ToyTownLike, "float16", 5), (report.Kind, report.Precision, report.Parts.Count));
        Assert.Equal(report.Parts.Sum(part => new FileInfo(part.Path).Length), report.Bytes);
        Assert.All(report.Parts, part => Assert.True(part.Opset > 0));
    }

    [Theory]
    [InlineData(768, ModelKind.StableDiffusion1)]
    [InlineData(1024, ModelKind.StableDiffusion2)]
    [InlineData(320, ModelKind.TextToImage)]
    public void The_width_of_the_text_tells_the_family(int width, ModelKind kind)
    {
        Write(Port("sample", 1, null, 4, 64, 64), Port("timestep", 7), Port("encoder_hidden_states", 1, null, 77, width));

        var report = ModelCheck.Run(_folder);

        Assert.Equal(kind, report.Kind);
        Assert.False(report.IsUsable);
        Assert.Equal(["sample float32[batch, 4, 64, 64]", "timestep int64[]", $"encoder_hidden_states float32[batch, 77, {width}]"], report.Parts.Single().Inputs.Select(input => input.ToString()));
    }

    [Fact]
    public void A_network_without_a_text_is_told_so_and_lacks_only_what_it_needs()
    {
        Write(Port("sample", 1, null, 3, 64, 64), Port("timestep", 7));

        var report = ModelCheck.Run(_folder);

        Assert.Equal(ModelKind.Unconditional, report.Kind);
        Assert.Contains(report.Notes, note => note.Contains("takes no prompt", StringComparison.Ordinal));
        Assert.DoesNotContain(report.Faults, fault => fault.Sentence.Contains("text_encoder", StringComparison.Ordinal) || fault.Sentence.Contains("vae", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(16, 0)]
    [InlineData(15, 1)]
    public void External_weights_are_there_in_full_or_not(int length, int faults)
    {
        File.WriteAllBytes(Path.Combine(Directory.CreateDirectory(Path.Combine(_folder, "unet")).FullName, "weights.pb"), new byte[length]);
        Write(
            new TensorProto { Name = "w", DataType = 1, Dims = { 4 }, DataLocation = TensorProto.Types.DataLocation.External, ExternalData = { new StringStringEntryProto { Key = "location", Value = "weights.pb" } } },
            Port("sample", 1, null, 4, 64, 64), Port("timestep", 7), Port("encoder_hidden_states", 1, null, 77, 768));

        var report = ModelCheck.Run(_folder);

        Assert.Equal(faults, report.Faults.Count(fault => fault.Path.EndsWith("weights.pb", StringComparison.Ordinal)));
        Assert.Equal(faults == 0 ? [16L] : [], report.Parts.SelectMany(part => part.External).Select(file => file.Bytes));
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private static ValueInfoProto Port(string name, int type, params int?[] shape) => new()
    {
        Name = name,
        Type = new TypeProto
        {
            TensorType = new TypeProto.Types.Tensor
            {
                ElemType = type,
                Shape = new TensorShapeProto
                {
                    Dim = { shape.Select(size => size is { } known ? new TensorShapeProto.Types.Dimension { DimValue = known } : new TensorShapeProto.Types.Dimension { DimParam = "batch" }) },
                },
            },
        },
    };

    private void Write(params ValueInfoProto[] inputs) => Write(null, inputs);

    private void Write(TensorProto? weights, params ValueInfoProto[] inputs)
    {
        var graph = new GraphProto { Input = { inputs }, Output = { Port("out_sample", 1, null, 4, 64, 64) } };
        if (weights is not null)
        {
            graph.Initializer.Add(weights);
        }

        var model = new ModelProto { IrVersion = 8, Graph = graph, OpsetImport = { new OperatorSetIdProto { Version = 17 } } };
        File.WriteAllBytes(Path.Combine(Directory.CreateDirectory(Path.Combine(_folder, "unet")).FullName, "model.onnx"), model.ToByteArray());
    }
}
