using BelmAgent.Diffusion.Vision;
using BelmAgent.Editing.Plans;

namespace BelmAgent.Editing.Checks;

/// <summary>Compares the request with what the describer sees.</summary>
internal static class EditChecker
{
    /// <summary>
    /// A describer always answers, but of an image that the autoencoder gives back worse than this, in dB, it knows nothing: scenes of
    /// its world come back at 31 dB, photographs near 16.
    /// </summary>
    public const double MinAutoencoderPsnr = 25;

    /// <summary>The least probability of all labels of a picture that counts as one of the describer's world.</summary>
    public const double MinConfidence = 0.6;

    /// <summary>Returns whether a picture is of the describer's world.</summary>
    /// <param name="grammar">The describer's labels.</param>
    /// <param name="seen">The description of the picture.</param>
    /// <param name="psnr">How well the autoencoder gives it back, in dB.</param>
    /// <returns>
    /// Whether the autoencoder gives it back well enough: in a style with a limit of its own, such as line drawings, only if the describer
    /// is sure of all that it sees.
    /// </returns>
    public static bool Knows(SceneGrammar grammar, SceneDescription seen, double psnr) =>
        psnr >= MinAutoencoderPsnr || (grammar.MinPsnr(seen.Labels) is { } limit && psnr >= limit && seen.Confidences.Values.Min() >= MinConfidence);

    /// <summary>Checks an edit.</summary>
    /// <param name="grammar">The grammar of captions; null if the model has no describer.</param>
    /// <param name="plan">The request.</param>
    /// <param name="before">The description of the picture before.</param>
    /// <param name="after">The description of the picture now.</param>
    public static EditCheck Check(SceneGrammar? grammar, EditPlan plan, SceneDescription? before, SceneDescription? after)
    {
        if (grammar is null || before is null || after is null || SceneRequest.Read(grammar, plan, before) is not { } request)
        {
            return new EditCheck { Expected = plan.TargetPrompt, Seen = after?.Caption };
        }

        return new EditCheck
        {
            Expected = plan.TargetPrompt,
            Seen = after.Caption,
            By = "describer",
            ShowsRequest = request.IsSeenIn(before, after),
            Changes = [.. new SceneChanges(grammar, request, before, after).Find()],
        };
    }

    /// <summary>
    /// Returns the target prompt with the colours and looks that the picture received where the prompt leaves them open, so that the next edit keeps
    /// them.
    /// </summary>
    /// <param name="grammar">The grammar of captions; null if the model has no describer.</param>
    /// <param name="plan">The request.</param>
    /// <param name="after">The description of the picture; null if there is none.</param>
    public static string Complete(SceneGrammar? grammar, EditPlan plan, SceneDescription? after)
    {
        if (grammar?.TryParse(plan.TargetPrompt) is not { } target || after is null)
        {
            return plan.TargetPrompt;
        }

        var whole = grammar.Heads.ToDictionary(head => head.Name, head => target.GetValueOrDefault(head.Name, head.Labels[0]));
        // A prompt that does not follow the caption's grammar, or without a sky, is left unchanged.
        if (grammar.Caption(whole) != plan.TargetPrompt)
        {
            return plan.TargetPrompt;
        }

        foreach (var slot in SceneSlot.Of(grammar))
        {
            foreach (var trait in slot.Traits.Values.Where(trait => !target.ContainsKey(trait)))
            {
                whole[trait] = whole[slot.Thing] != SceneSlot.None && after.Labels[slot.Thing] == whole[slot.Thing] ? after.Labels[trait] : SceneSlot.None;
            }
        }

        return grammar.Caption(whole);
    }
}
