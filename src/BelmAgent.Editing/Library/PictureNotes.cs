using BelmAgent.Diffusion.Pipeline;
using BelmAgent.Diffusion.PromptToPrompt;
using BelmAgent.Imaging.Resampling;

namespace BelmAgent.Editing.Library;

/// <summary>What a person should know of what was left out, one sentence each.</summary>
public static class PictureNotes
{
    /// <summary>Says which part of a file was cut off when it was taken in, as its shape is not the model's.</summary>
    /// <param name="picture">A picture.</param>
    /// <returns>The sentence; null where the picture shows the whole file, or was not taken in from one.</returns>
    public static string? OfCut(Picture picture)
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

    /// <summary>Says that no further attempt could be made; null where none failed.</summary>
    internal static string? OfFailure(Exception? failure) => failure is null ? null
        : $"It could not be tried again ({BelmException.NameOf(failure)}), so this is the best that there is.";

    /// <summary>Says that a prompt is longer than what the model reads.</summary>
    /// <param name="prompt">The prompt, as the model's tokenizer cuts it.</param>
    /// <param name="name">What the prompt is called in the sentence, such as "source prompt".</param>
    /// <returns>The sentence; null where all is read.</returns>
    internal static string? OfLength(PromptTokens prompt, string name) => prompt.FirstUnseen is { } word
        ? $"The {name} is longer than the {prompt.Length - 2} tokens that the model reads: it does not see '{word}' and what follows."
        : null;

    /// <summary>Returns the same of a prompt's text; null too where the model takes none.</summary>
    internal static string? OfLength(DiffusionPipeline pipeline, string prompt) =>
        pipeline.TakesPrompts ? OfLength(PromptTokens.Of(pipeline.Text.Tokenizer, prompt), "prompt") : null;

    private static string Sentence(string sides, string side, int cut, int whole) => FormattableString.Invariant(
        $"The picture was cut at the {sides} to fit the model's shape: {cut} of {whole} pixels of its {side} are gone; crop it yourself to choose what stays.");
}
