namespace BelmAgent.Editing.Edits;

/// <summary>How far a long operation is.</summary>
/// <param name="Stage">What is being done: encode, invert, edit, generate, reconstruct, decode.</param>
/// <param name="Step">Steps of this stage that are done.</param>
/// <param name="Steps">Steps of this stage in all.</param>
/// <param name="Preview">Makes a small RGB preview (8-bit, interleaved) of the present estimate on demand; null where there is none.
/// Valid only while the report is being handled.</param>
public readonly record struct EditProgress(string Stage, int Step, int Steps, Func<Imaging.RgbImage>? Preview = null);
