namespace BelmAgent.Editing;

/// <summary>All operations on images together, for front ends that offer all of them.</summary>
/// <remarks>Safe to share between threads, as each of them is.</remarks>
/// <param name="Images">Imports, opens, describes, compares and lists images.</param>
/// <param name="Editor">Edits images.</param>
/// <param name="Generator">Generates images from prompts.</param>
/// <param name="Inverter">Inverts images and samples them back.</param>
public sealed record ImageOperations(Images Images, ImageEditor Editor, ImageGenerator Generator, ImageInverter Inverter);
