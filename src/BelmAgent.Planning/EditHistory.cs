using BelmAgent.Editing;
using BelmAgent.Editing.Library;

namespace BelmAgent.Planning;

/// <summary>
/// Reads the earlier requests about a picture from the pictures themselves, so they are available to any caller and after any restart.
/// </summary>
internal static class EditHistory
{
    private const int MaxTurns = 5;

    /// <summary>Returns the requests that led to a picture, oldest first.</summary>
    /// <param name="images">The images.</param>
    /// <param name="picture">The picture.</param>
    /// <param name="cancellationToken">Cancels the reading.</param>
    public static async Task<IReadOnlyList<PlanningTurn>> ReadAsync(Images images, Picture picture, CancellationToken cancellationToken)
    {
        var turns = new List<PlanningTurn>();
        while (turns.Count < MaxTurns && picture is { Recipe: { Kind: PictureKind.Edited, Plan: { Request: { } request } plan }, ParentId: { } parent })
        {
            var edited = picture;
            string? caption;
            try
            {
                caption = await images.GetCaptionAsync(parent, cancellationToken);
                // An edit that replaced another one came after it, though both were made from the same picture.
                picture = await images.GetAsync(picture.PreviousId ?? parent, cancellationToken);
            }
            catch (BelmException e) when (e.Kind == ErrorKind.NotFound)
            {
                // The file was removed; pictures made after it can still be edited.
                break;
            }

            var asked = edited.Recipe.Asked;
            // Changes made by the retry loop were not requested; only the final guidance is useful to know.
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
