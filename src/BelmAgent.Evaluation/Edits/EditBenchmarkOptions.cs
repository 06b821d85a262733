using BelmAgent.Diffusion.AttentionControl;

namespace BelmAgent.Evaluation.Edits;

/// <summary>Options of a benchmark besides pairs and methods.</summary>
public sealed record EditBenchmarkOptions
{
    /// <summary>
    /// Gets the source of the prompts: given the pair and the describer's caption of its source, returns the prompts, or null if there
    /// are none, which leaves the picture unedited. Null: the pair's own captions.
    /// </summary>
    public Func<EditPair, string, CancellationToken, Task<EditPrompts?>>? Prompts { get; init; }

    /// <summary>Gets the options of attention control for methods that need it. Default: as in the app.</summary>
    public AttentionControlOptions Attention { get; init; } = new();

    /// <summary>Gets the ids of the pairs whose edited pictures are kept for a contact sheet. Default: none.</summary>
    public IReadOnlyCollection<string> Pictured { get; init; } = [];
}
