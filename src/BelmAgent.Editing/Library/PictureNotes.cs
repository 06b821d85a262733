using BelmAgent.Diffusion.Pipeline;
using BelmAgent.Diffusion.PromptToPrompt;

namespace BelmAgent.Editing.Library;

/// <summary>Notes for the user about what was not done, one sentence each.</summary>
internal static class PictureNotes
{
    /// <summary>Returns a sentence that no further attempt could be made; null if none failed.</summary>
    public static string? ForFailure(Exception? failure) => failure is null ? null
        : $"No further attempt was possible ({BelmException.NameOf(failure)}), so this is the best result.";

    /// <summary>Returns a sentence that a picture's file has more bits than are kept; null if all are kept.</summary>
    public static string? ForDepth(Picture root) => root.Recipe.SourceBits is { } bits
        ? $"The file has {bits} bits per channel; the image and its edits have 8."
        : null;

    /// <summary>Returns a sentence that a prompt is longer than the model's limit.</summary>
    /// <param name="prompt">The prompt, as split by the model's tokenizer.</param>
    /// <param name="name">The name of the prompt in the sentence, such as "source prompt".</param>
    /// <returns>The sentence; null if all of it is read.</returns>
    public static string? ForLength(PromptTokens prompt, string name) => prompt.FirstUnseen is { } word
        ? $"The {name} is longer than the {prompt.Length - 2} tokens that the model reads: '{word}' and everything after it is ignored."
        : null;

    /// <summary>Returns the same for a prompt's text; also null if the model takes no prompts.</summary>
    public static string? ForLength(DiffusionPipeline pipeline, string prompt) =>
        pipeline.TakesPrompts ? ForLength(PromptTokens.Create(pipeline.Text.Tokenizer, prompt), "prompt") : null;
}
