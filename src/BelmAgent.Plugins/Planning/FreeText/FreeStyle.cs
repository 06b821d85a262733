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
        var named = style.Words is [.., _, "style"] ? style[..^1] : style;
        string[] article = WordClass.Determiners.Contains(named.Words[0]) || named.Words[^1] is "anime" or "art" ? [] : [Article.For(named.Words[0])];
        var after = caption.Words.Replace(0, caption.BodyStart, [.. article, .. named.Words, "of"]);
        return Placement.Done(new FreeCaption(after), EditType.ChangeStyle, $"the style becomes {style.Bare}");
    }
}
