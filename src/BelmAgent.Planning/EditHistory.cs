using BelmAgent.Editing;
using BelmAgent.Editing.Library;

namespace BelmAgent.Planning;

/// <summary>What was asked about a picture before, read from the pictures themselves: it is there whoever asks, and after any restart.</summary>
internal static class EditHistory
{
    private const int Most = 5;

    /// <summary>Returns the requests that led to a picture, oldest first.</summary>
    /// <param name="images">The images.</param>
    /// <param name="picture">The picture.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    public static async Task<IReadOnlyList<PlanningTurn>> OfAsync(Images images, Picture picture, CancellationToken cancellationToken)
    {
        var turns = new List<PlanningTurn>();
        while (turns.Count < Most && picture is { Recipe: { Kind: PictureKind.Edited, Plan: { Request: { } request } plan }, ParentId: { } parent })
        {
            var edited = picture;
            string? caption;
            try
            {
                caption = await images.GetCaptionAsync(parent, cancellationToken);
                // What took another edit's place came after it, though both were made from one picture.
                picture = await images.GetAsync(picture.PreviousId ?? parent, cancellationToken);
            }
            catch (BelmException e) when (e.Kind == ErrorKind.NotFound)
            {
                // Somebody took the file away; what came after it can still be edited.
                break;
            }

            var asked = edited.Recipe.Asked;
            // What the loop changed by itself is not what was asked; only how strongly it came to guide is worth knowing.
            turns.Add(new PlanningTurn(request) { Caption = caption, Plan = asked is null ? plan : asked with { Guidance = plan.Guidance } });
            if (plan.Answers is { } answered)
            {
                turns.Add(new PlanningTurn(answered.Request) { Caption = caption, Question = answered.Question });
            }
        }

        turns.Reverse();
        return turns;
    }
}
