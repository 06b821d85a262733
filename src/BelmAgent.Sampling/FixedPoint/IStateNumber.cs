namespace BelmAgent.Sampling;

/// <summary>The number type of a two-step state. Lifting only adds and subtracts such numbers.</summary>
internal interface IStateNumber<T>
{
    /// <summary>Returns the state number nearest to a real number; always the same for the same input.</summary>
    static abstract T FromReal(double value);

    /// <summary>Returns the real number that a state number represents.</summary>
    static abstract double ToReal(T value);
}
