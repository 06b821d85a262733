namespace BelmAgent.Diffusion.Text;

/// <summary>A word of a prompt and its token ids.</summary>
/// <param name="Text">The word, in lower case.</param>
/// <param name="Ids">Its ids, at least one.</param>
public sealed record TokenizedWord(string Text, IReadOnlyList<int> Ids);
