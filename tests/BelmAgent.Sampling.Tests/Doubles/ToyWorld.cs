namespace BelmAgent.Sampling.Tests;

/// <summary>
/// Pictures of 16 "object" and 48 "background" numbers under two prompts, A and B. The prompts' objects differ; their
/// backgrounds are nearly the same four, with weights reversed, so that the prompts couple as real ones do.
/// </summary>
internal sealed class ToyWorld
{
    private const int ObjectSize = 16;
    private const int Size = 64;

    private readonly double[] _direction;

    public ToyWorld(int seed = 7, double sharpest = 0.1)
    {
        Gauss gauss = new(seed);
        double[] objectA = gauss.Vector(ObjectSize), objectB = gauss.Vector(ObjectSize);
        double[][] a = new double[4][], b = new double[4][];
        for (int mode = 0; mode < 4; mode++)
        {
            double[] background = gauss.Vector(Size - ObjectSize);
            a[mode] = [.. objectA.Select(x => x + (0.3 * gauss.Next())), .. background];
            b[mode] = [.. objectB.Select(x => x + (0.3 * gauss.Next())), .. background.Select(x => x + (0.1 * gauss.Next()))];
        }

        double[] spectrum = Shuffled(GaussianMixture.Spectrum(Size, sharpest), gauss);
        double[] rising = [0.1, 0.2, 0.3, 0.4], falling = [0.4, 0.3, 0.2, 0.1];
        A = new(a, rising, spectrum);
        B = new(b, falling, spectrum);
        Both = new([.. a, .. b], [.. rising.Concat(falling).Select(w => w / 2)], spectrum);
        _direction = [.. Enumerable.Range(0, ObjectSize).Select(d => Mean(b, falling, d) - Mean(a, rising, d))];
    }

    public GaussianMixture A { get; }

    public GaussianMixture B { get; }

    public GaussianMixture Both { get; }

    public INoisePredictor PromptA(double guidance) => new Guided(Both, A, guidance);

    public INoisePredictor PromptB(double guidance) => new Guided(Both, B, guidance);

    /// <summary>Returns how far an edit moved the object from A to B: 0 not at all, 1 completely.</summary>
    public double Progress(double[] before, double[] after)
    {
        double along = 0, length = 0;
        for (int d = 0; d < ObjectSize; d++)
        {
            along += (after[d] - before[d]) * _direction[d];
            length += _direction[d] * _direction[d];
        }

        return along / length;
    }

    public static double Median(IEnumerable<double> values)
    {
        double[] sorted = [.. values.Order()];
        return sorted[sorted.Length / 2];
    }

    private static double Mean(double[][] means, double[] weights, int d) => means.Zip(weights, (m, w) => w * m[d]).Sum();

    private static double[] Shuffled(double[] values, Gauss gauss) => [.. values.OrderBy(_ => gauss.Uniform())];
}
