using BelmAgent.Editing.Plans;
using BelmAgent.Plugins.Planning.Captions;
using BelmAgent.Plugins.Planning.Text;

namespace BelmAgent.Plugins.Planning.FreeText;

/// <summary>The whole picture takes another style: "a photo of" becomes "an oil painting of".</summary>
internal static class FreeStyle
{
    /// <summary>Puts the style in front of the caption, in the place of another.</summary>
    public static Placement Apply(FreeCaption caption, Phrase style)
    {
        if (style.StartsWith("in"))
        {
            return Done(caption, caption.Words.Append([",", .. style.Words]), style);
        }

        var named = style.Words is [.., _, "style"] ? style[..^1] : style;
        string[] article = named.Words[^1] is "anime" or "art" ? [] : [Article.For(named.Bare.Words[0])];
        return Done(caption, caption.Words.Replace(0, caption.BodyStart, [.. article, .. named.Bare.Words, "of"]), style);
    }

    private static Placement Done(FreeCaption caption, CaptionText after, Phrase style) =>
        after.ToString() == caption.Text
            ? Placement.Ask($"\"{caption.Text}\" says that style already. What should change?", "The request changes nothing.")
            : Placement.Done(new FreeCaption(after), EditType.ChangeStyle, $"the style becomes {style.Bare}");
}
