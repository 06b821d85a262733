namespace BelmAgent.Sampling;

/// <summary>The numbers that a two-step state is kept in. Lifting adds and subtracts them, and nothing else.</summary>
internal interface IStateNumber<T>
{
    /// <summary>Returns the state number nearest to a real one; the same for the same input, always.</summary>
    static abstract T FromReal(double value);

    /// <summary>Returns the real number that a state number stands for.</summary>
    static abstract double ToReal(T value);
}
