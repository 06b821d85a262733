using System.Diagnostics;
using BelmAgent.Diffusion.Devices;
using BelmAgent.Diffusion.Pipeline;

namespace BelmAgent.Evaluation.Quality;

/// <summary>Finds how many pictures are generated fastest at once, within memory.</summary>
public static class BatchSize
{
    private const int Largest = 256;

    // A larger batch must be worth it.
    private const double Gain = 0.97;

    // The share of the free memory that a batch of twice the size may be expected to take.
    private const double MemoryShare = 0.5;

    /// <summary>Doubles the batch until a picture takes no less time or memory becomes short.</summary>
    /// <returns>The number of pictures, and for each that was tried the seconds a picture and network call.</returns>
    public static (int Best, IReadOnlyList<(int Pictures, double Seconds)> Tried) Find(DiffusionPipeline pipeline, double guidance, CancellationToken cancellationToken)
    {
        var tried = new List<(int Pictures, double Seconds)>();
        for (var pictures = 1; pictures <= Largest; pictures *= 2)
        {
            var before = Used();
            double seconds;
            try
            {
                seconds = Measure(pipeline, pictures, guidance, cancellationToken);
            }
            catch (DeviceMemoryException) when (tried.Count > 0)
            {
                break;
            }

            tried.Add((pictures, seconds));
            // Once without a gain may be a busy machine; twice is the end.
            if (tried.Count > 2 && tried[^1].Seconds > tried[^3].Seconds * Gain && tried[^2].Seconds > tried[^3].Seconds * Gain)
            {
                break;
            }

            if (2 * Math.Max(Used() - before, 0) > MemoryShare * (GC.GetGCMemoryInfo().TotalAvailableMemoryBytes - Used()))
            {
                break;
            }
        }

        var fastest = tried.Min(size => size.Seconds);
        return (tried.First(size => size.Seconds * Gain <= fastest).Pictures, tried);
    }

    private static double Measure(DiffusionPipeline pipeline, int pictures, double guidance, CancellationToken cancellationToken)
    {
        const int Runs = 3;
        using var generator = new PictureGenerator(pipeline, pictures, guidance, cancellationToken);
        var timestep = pipeline.Schedule.TrainingSteps / 2;
        generator.Predictor.Run(timestep, cancellationToken);
        var best = double.PositiveInfinity;
        for (var run = 0; run < Runs; run++)
        {
            var start = Stopwatch.GetTimestamp();
            generator.Predictor.Run(timestep, cancellationToken);
            best = Math.Min(best, Stopwatch.GetElapsedTime(start).TotalSeconds / pictures);
        }

        return best;
    }

    private static long Used()
    {
        using var process = Process.GetCurrentProcess();
        return process.WorkingSet64;
    }
}
