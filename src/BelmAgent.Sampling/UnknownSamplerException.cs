namespace BelmAgent.Sampling;

/// <summary>No sampler has the name that was asked for.</summary>
public sealed class UnknownSamplerException : ArgumentException
{
    /// <summary>Says which name, and which there are.</summary>
    /// <param name="name">The name asked for.</param>
    /// <param name="known">The names that would do.</param>
    public UnknownSamplerException(string name, IReadOnlyList<string> known)
        : base($"There is no sampler '{name}'; known: {string.Join(", ", known)}.") => (Name, Known) = (name, known);

    /// <summary>The name asked for.</summary>
    public string Name { get; }

    /// <summary>The names that would do.</summary>
    public IReadOnlyList<string> Known { get; }
}
