using BelmAgent.Editing.Plans;
using BelmAgent.Planning.Lexicon;
using BelmAgent.Planning.Requests;
using BelmAgent.Planning.Text;

namespace BelmAgent.Planning.FreeText.Rules;

/// <summary>Gives a picture a sky or a ground that its caption does not mention.</summary>
internal sealed class SkyRule : BecomeRule
{
    /// <inheritdoc/>
    protected override Placement? Place(Edit edit, Change.Become change)
    {
        var (subject, result) = (change.Subject, change.Result);
        return edit.Found.Span is not null || subject.Bare.Words is not ["sky"] ? null
            : edit.Done(
                edit.Text.Append(["under", .. Article.Indefinite(result.Words is [_, .., "sky"] ? result[..^1] : result).Words, "sky"]), EditType.ChangeBackground, $"the sky becomes {result}");
    }
}
