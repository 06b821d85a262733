using BelmAgent.Diffusion.AttentionControl;

namespace BelmAgent.Evaluation.Edits;

/// <summary>What a benchmark may be told beside pairs and methods.</summary>
public sealed record EditBenchmarkOptions
{
    /// <summary>
    /// Gets where the prompts come from: given the pair and what the describer says of its source, the prompts, or null where there
    /// are none to be had, which leaves the picture unedited. Null: the pair's own captions.
    /// </summary>
    public Func<EditPair, string, CancellationToken, Task<EditPrompts?>>? Prompts { get; init; }

    /// <summary>Gets how attention control is put into the UNet where a method needs it. Default: as the app does.</summary>
    public AttentionControlOptions Attention { get; init; } = new();

    /// <summary>Gets the ids of the pairs whose edited pictures are kept, for a contact sheet. Default: none.</summary>
    public IReadOnlyCollection<string> Pictured { get; init; } = [];
}
