using System.Text.Json;
using BelmAgent.Diffusion.Devices;
using BelmAgent.Diffusion.Inference;
using BelmAgent.Diffusion.Text;

namespace BelmAgent.Diffusion.Tests.Models;

/// <summary>The exported model computes the same as in the framework that trained it, with one row and with two of another size.</summary>
public class ParityTests
{
    private const double Tolerance = 1e-4;
    private readonly ParityData _data = new();

    [Theory]
    [InlineData("b1")]
    [InlineData("b2")]
    public void The_text_encoder_agrees(string batch)
    {
        using var model = Load("text_encoder");
        using var run = new OnnxRun(model);
        run.BindInput("input_ids", _data.Shape($"{batch}.text_encoder.input_ids")).Write(_data.Integers($"{batch}.text_encoder.input_ids"));

        Agrees(run, "last_hidden_state", $"{batch}.text_encoder.last_hidden_state");
    }

    [Theory]
    [InlineData("b1")]
    [InlineData("b2")]
    public void The_unet_agrees(string batch)
    {
        using var model = Load("unet");
        using var run = new OnnxRun(model);
        foreach (var (input, name) in ((string, string)[])[("sample", "unet.sample"), ("timestep", "unet.timestep"), ("encoder_hidden_states", "text_encoder.last_hidden_state")])
        {
            run.BindInput(input, _data.Shape($"{batch}.{name}")).Write(_data.Floats($"{batch}.{name}"));
        }

        Agrees(run, "out_sample", $"{batch}.unet.out_sample");
    }

    [Theory]
    [InlineData("b1", "vae_encoder", "sample", "latent_parameters")]
    [InlineData("b2", "vae_encoder", "sample", "latent_parameters")]
    [InlineData("b1", "vae_decoder", "latent_sample", "sample")]
    [InlineData("b2", "vae_decoder", "latent_sample", "sample")]
    public void The_autoencoder_agrees(string batch, string part, string input, string output)
    {
        using var model = Load(part);
        using var run = new OnnxRun(model);
        run.BindInput(input, _data.Shape($"{batch}.{part}.{input}")).Write(_data.Floats($"{batch}.{part}.{input}"));

        Agrees(run, output, $"{batch}.{part}.{output}");
    }

    [Theory]
    [InlineData("b1")]
    [InlineData("b2")]
    public void The_describer_agrees(string batch)
    {
        using var model = Load("describer");
        using var run = new OnnxRun(model);
        run.BindInput("sample", _data.Shape($"{batch}.vae_encoder.sample")).Write(_data.Floats($"{batch}.vae_encoder.sample"));

        Agrees(run, "logits", $"{batch}.describer.logits");
    }

    [Fact]
    public void The_tokenizer_agrees()
    {
        var tokenizer = ClipTokenizer.Load(Path.Combine(ToyTown.Path, "tokenizer"));
        using var golden = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "Data", "toytown_tokens.json")));

        Assert.All(golden.RootElement.EnumerateArray(), pair =>
            Assert.Equal(pair[1].EnumerateArray().Select(id => id.GetInt32()), tokenizer.Encode(pair[0].GetString()!)));
    }

    private static OnnxModel Load(string part) =>
        OnnxModel.Load(Path.Combine(ToyTown.Path, part, "model.onnx"), new DeviceOptions { Provider = "cpu", Threads = 1 });

    private void Agrees(OnnxRun run, string output, string name)
    {
        var expected = _data.Floats(name);
        var buffer = run.BindOutput(output, _data.Shape(name));
        run.Run(CancellationToken.None);
        var actual = new float[expected.Length];
        buffer.Read(actual.AsSpan());

        Assert.True(expected.Max(Math.Abs) > 0.01);
        Assert.All(expected.Zip(actual), pair => Assert.Equal(pair.First, pair.Second, Tolerance * Math.Max(1, Math.Abs(pair.First))));
    }
}
