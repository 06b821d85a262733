using BelmAgent.Diffusion.Pipeline;
using BelmAgent.Diffusion.PromptToPrompt;
using BelmAgent.Imaging.Resampling;

namespace BelmAgent.Editing.Library;

/// <summary>Notes for the user about what was left out, one sentence each.</summary>
public static class PictureNotes
{
    /// <summary>Returns a sentence about the part of a file that was cropped on import because its aspect ratio is not the model's.</summary>
    /// <param name="picture">A picture.</param>
    /// <returns>The sentence; null if the picture shows the whole file, or was not imported from one.</returns>
    public static string? ForCrop(Picture picture)
    {
        ArgumentNullException.ThrowIfNull(picture);
        if (picture.Recipe is not { Kind: PictureKind.Imported, FileSize: [> 0 and var width, > 0 and var height] })
        {
            return null;
        }

        var seen = ImageResize.CenterCrop(width, height, picture.Width, picture.Height);
        return seen.Width < width ? Sentence("left and right", "width", width - seen.Width, width)
            : seen.Height < height ? Sentence("top and bottom", "height", height - seen.Height, height)
            : null;
    }

    /// <summary>Returns a sentence that no further attempt could be made; null if none failed.</summary>
    internal static string? ForFailure(Exception? failure) => failure is null ? null
        : $"No further attempt was possible ({BelmException.NameOf(failure)}), so this is the best result.";

    /// <summary>Returns a sentence that a prompt is longer than the model's limit.</summary>
    /// <param name="prompt">The prompt, as split by the model's tokenizer.</param>
    /// <param name="name">The name of the prompt in the sentence, such as "source prompt".</param>
    /// <returns>The sentence; null if all of it is read.</returns>
    internal static string? ForLength(PromptTokens prompt, string name) => prompt.FirstUnseen is { } word
        ? $"The {name} is longer than the {prompt.Length - 2} tokens that the model reads: '{word}' and everything after it is ignored."
        : null;

    /// <summary>Returns the same for a prompt's text; also null if the model takes no prompts.</summary>
    internal static string? ForLength(DiffusionPipeline pipeline, string prompt) =>
        pipeline.TakesPrompts ? ForLength(PromptTokens.Create(pipeline.Text.Tokenizer, prompt), "prompt") : null;

    private static string Sentence(string sides, string side, int cut, int whole) => FormattableString.Invariant(
        $"The image was cropped at the {sides} to fit the model's shape: {cut} of {whole} pixels of its {side} were removed; crop it yourself to choose what remains.");
}
