using BelmAgent.Diffusion.Text;
using BelmAgent.Diffusion.Unet;

namespace BelmAgent.Bench.Torch;

/// <summary>The UNet as run by the app.</summary>
internal sealed class OnnxContender : Contender
{
    private readonly UnetBatch _batch;

    public OnnxContender(UnetModel unet, TextEncoder text, UnetInputs inputs)
        : base("BelmAgent")
    {
        _batch = unet.CreateBatch(inputs.Rows, unet.Native, text);
        var (latent, embedding) = (_batch.Shape.Length, text.Length * text.Width);
        for (var row = 0; row < inputs.Rows; row++)
        {
            _batch.SetSample(row, inputs.Sample.AsSpan(row * latent, latent));
            _batch.SetCondition(row, inputs.Hidden.AsSpan(row * embedding, embedding));
        }
    }

    public override void Run() => _batch.Run(UnetInputs.Timestep, default);

    public override double[] Output()
    {
        var output = new double[_batch.Rows * _batch.Shape.Length];
        for (var row = 0; row < _batch.Rows; row++)
        {
            _batch.GetOutput(row, output.AsSpan(row * _batch.Shape.Length, _batch.Shape.Length));
        }

        return output;
    }

    public override void Dispose() => _batch.Dispose();
}
