namespace BelmAgent.Diffusion.Tests.Unet;

public class UnetBatchTests(ToyTown toyTown) : IClassFixture<ToyTown>
{
    [Fact]
    public void A_step_allocates_nothing()
    {
        var shape = toyTown.Pipeline.Unet.Native;
        var (latent, output) = (ToyTown.Noise(shape.Length, seed: 1), new double[shape.Length]);
        using var stop = new CancellationTokenSource();
        using var batch = toyTown.Pipeline.Unet.CreateBatch(2, shape, toyTown.Pipeline.Text);
        Step();
        Step();

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 5; i++)
        {
            Step();
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);

        void Step()
        {
            batch.SetSample(0, latent);
            batch.SetSample(1, latent);
            batch.Run(500, stop.Token);
            batch.GetOutput(1, output);
        }
    }
}
