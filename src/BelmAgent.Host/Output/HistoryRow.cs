using BelmAgent.Editing.Library;

namespace BelmAgent.Host.Output;

/// <summary>A picture's place in a drawn tree.</summary>
/// <param name="Number">Its number.</param>
/// <param name="Picture">The picture.</param>
/// <param name="Branch">The lines that lead to it, in its own row.</param>
/// <param name="Below">The lines that pass it, in the rows below.</param>
internal sealed record HistoryRow(int Number, Picture Picture, string Branch, string Below);
