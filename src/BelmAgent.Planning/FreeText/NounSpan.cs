namespace BelmAgent.Planning.FreeText;

/// <summary>The position of a noun phrase in a caption.</summary>
/// <param name="Start">Its first word: the article or number, if there is one.</param>
/// <param name="Named">The first word that the request named.</param>
/// <param name="End">The position after its last word.</param>
internal readonly record struct NounSpan(int Start, int Named, int End)
{
    /// <summary>Gets whether it is the sky, which can have a weather or a colour.</summary>
    public bool IsSky { get; init; }
}
