namespace BelmAgent.Sampling;

/// <summary>The quantity that the network was trained to predict.</summary>
public enum PredictionType
{
    /// <summary>The noise ε of x = α·x₀ + σ·ε.</summary>
    Epsilon,

    /// <summary>The velocity v = α·ε − σ·x₀, so that ε = α·v + σ·x (Salimans and Ho 2022; SD 2.1 at 768 px).</summary>
    VPrediction,
}
