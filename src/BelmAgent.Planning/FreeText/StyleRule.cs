using BelmAgent.Editing.Plans;
using BelmAgent.Planning.Requests;
using BelmAgent.Planning.Lexicon;
using BelmAgent.Planning.Text;

namespace BelmAgent.Planning.FreeText;

/// <summary>Changes the style of the whole picture: "a photo of" becomes "an oil painting of".</summary>
internal sealed class StyleRule : Rule
{
    /// <inheritdoc/>
    public override Placement? Place(Edit edit) => edit.Change switch
    {
        Change.Become become when Is(edit.Caption, become) => Apply(edit, become.Result, become.Aspect == Aspect.Style),
        Change.Add { What: { } what } add when WordSets.IsStyle(what) && (add.Where is null || what.Words.Contains("style")) => Apply(edit, what),
        _ => null,
    };

    // A change of the picture's style, or of that of the caption's subject.
    private static bool Is(FreeCaption caption, Change.Become change)
    {
        var (subject, result) = (change.Subject, change.Result);
        if (change.Aspect == Aspect.Style && (WordSets.IsWhole(subject) || AspectOnly(subject) || subject.Words.Any(WordSets.IsView)))
        {
            return true;
        }

        var isWhole = WordSets.IsWhole(subject);
        if (isWhole && (IsMonochrome(result) || result.Words[0] is "realistic" or "photorealistic"))
        {
            return true;
        }

        // "turn the image into embroidery": whatever a picture as a whole becomes is a style, known or not.
        if (change.Link != ResultLink.None && subject.Bare.Words is [var picture] && WordSets.IsPicture(picture) && caption.Spans(subject).Count == 0
            && !WordSets.IsState(result) && Weather.Read(result) is null && !WordSets.IsBackground(result.Words[^1]) && !WordSets.IsViewpoint(result))
        {
            return true;
        }

        // "make the owl knitted style" is the material of the owl.
        if (result.Words is [.., var material, "style"] && WordSets.IsMaterial(material) && !isWhole && caption.Spans(subject).Count > 0)
        {
            return false;
        }

        var isStyle = WordSets.IsStyle(result) || WordSets.IsManner(result.Words[^1]) || (WordSets.IsView(result.Words[^1]) && (IsFrame(caption, subject) || (isWhole && result.Bare.Words.Length > 1)));
        return isStyle && (isWhole || result.Words.Contains("style") || IsFrame(caption, subject) || subject.Words.Any(WordSets.IsPicture) || (change.Link != ResultLink.With && IsMain(caption, subject)));
    }

    // Puts the style at the start of the caption, replacing another one; one that is not a kind of picture ("van Gogh style") goes to the end.
    private static Placement Apply(Edit edit, Phrase style, bool isSaidStyle = false)
    {
        var caption = edit.Caption;
        if (style.Words.IndexOf("of") is > 0 and var shown && shown + 1 < style.Words.Length && style.Words[shown - 1] is not "style" && caption.Spans(style[(shown + 1)..]).Count > 0)
        {
            style = style[..shown];
        }

        var of = style.Words.IndexOf("of");
        if (style.StartsWith("in") || (of > 0 && style.Words[of - 1] is "style"))
        {
            return Done(caption, caption.Words.Append([",", .. style.StartsWith("in") ? style.Words : ["in", .. Article.Indefinite(style).Words]]), style);
        }

        if (IsManner(style, isSaidStyle))
        {
            var manner = style.Words is [.., "style"] ? style.Bare[..^1] : style.Bare;
            return Done(caption, caption.Words.Append(["in", .. manner.Words, "style"]), style);
        }

        var named = style.Words is [.., _, "style"] && style.Bare.Words.Length > 1 ? style[..^1] : style;
        var medium = IsMonochrome(named) || named.Bare.Words is ["realistic" or "photorealistic"] ? new Phrase([.. named.Bare.Words, "photo"]) : named.Bare;
        medium = new Phrase([.. medium.Words.SelectMany(word => word.Equals("black-and-white", StringComparison.OrdinalIgnoreCase) ? ["black", "and", "white"] : new[] { word })]);
        string[] article = WordSets.IsUncountedStyle(medium.Words[^1]) ? [] : [Article.For(medium.Words[0])];
        // "a black and white photo of" becomes "a black and white sketch of".
        string[] colors = medium.Words.Any(word => WordSets.IsColor(word) || word is "color" or "colour") || caption.BodyStart < 2 ? [] : [.. Colors(caption.Words.Words[..(caption.BodyStart - 2)])];
        return Done(caption, caption.Words.Replace(0, caption.BodyStart, [.. colors.Length > 0 && article.Length > 0 ? [Article.For(colors[0])] : article, .. colors, .. medium.Words, "of"]), style);
    }

    private static List<string> Colors(IEnumerable<string> frame)
    {
        var words = frame.Where(word => !WordClass.Determiners.Contains(word)).ToList();
        return words.Any(WordSets.IsColor) && words.TrueForAll(word => WordSets.IsColor(word) || word is "and") ? words : [];
    }

    private static bool IsManner(Phrase style, bool isSaidStyle) => style.Words is [.., var name, "style"]
        ? !WordSets.IsMedium(name)
        : WordSets.IsManner(style.Words[^1]) || (isSaidStyle && !WordSets.IsMedium(style.Words[^1]));

    private static bool AspectOnly(Phrase subject) => subject.Bare.Words is ["style"];

    private static bool IsMonochrome(Phrase words) => words.Bare.Words is ["black", "white"] or ["black", "and", "white"] or ["black-and-white"] or ["monochrome"] or ["grayscale"];

    private static bool IsFrame(FreeCaption caption, Phrase subject) =>
        !subject.IsEmpty && subject.Bare.Words is [.., var only] && WordSets.IsView(only) && caption.Words.Words[..caption.BodyStart].Contains(only, StringComparer.OrdinalIgnoreCase);

    private static bool IsMain(FreeCaption caption, Phrase subject) =>
        caption.Spans(subject) is [var span] && caption.Main() is { } main && span.Start <= main.Start && span.End >= main.End;

    private static Placement Done(FreeCaption caption, CaptionText after, Phrase style) =>
        after.ToString() == caption.Text
            ? Placement.Ask($"\"{caption.Text}\" says that style already. What should change?", "The request changes nothing.")
            : Placement.Done(new FreeCaption(after), EditType.ChangeStyle, $"the style becomes {style.Bare}");
}
