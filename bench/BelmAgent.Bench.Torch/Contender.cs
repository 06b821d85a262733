namespace BelmAgent.Bench.Torch;

/// <summary>A way to run the UNet on the given inputs.</summary>
internal abstract class Contender(string name) : IDisposable
{
    public string Name { get; } = name;

    /// <summary>Gets the processor time of each counted round, in order.</summary>
    public List<double> Milliseconds { get; } = [];

    /// <summary>Runs the network once.</summary>
    public abstract void Run();

    /// <summary>Gets the predicted noise of the last run, row after row.</summary>
    public abstract double[] Output();

    public abstract void Dispose();
}

/// <summary>The inputs of one call: latents, timestep, and text embeddings.</summary>
/// <param name="Rows">Rows of the batch.</param>
/// <param name="Sample">Normal noise, [rows, channels, height, width].</param>
/// <param name="Hidden">Text embeddings, [rows, length, width].</param>
internal sealed record UnetInputs(int Rows, double[] Sample, float[] Hidden)
{
    public const double Timestep = 500;
}
