using System.Globalization;
using System.Text.RegularExpressions;

namespace BelmAgent.Planning.Conversations;

/// <summary>Determines which picture of a conversation a user means: "the second picture", "picture 3", "the original", "the other one".</summary>
internal static partial class PictureReference
{
    private static readonly string[] Ordinals = ["first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth"];

    private static readonly string[] Numbers = ["one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"];

    /// <summary>Returns every picture that the words name, and the words without these names.</summary>
    /// <param name="words">The user's words.</param>
    /// <param name="context">The pictures.</param>
    /// <param name="looksForOne">
    /// Whether "the second one" means a picture, as after "go back to"; in an edit it may be a thing in the picture.
    /// </param>
    /// <returns>The pictures, the remaining words, and a reference that matches no picture.</returns>
    public static (IReadOnlyList<ContextPicture> Pictures, string Words, string? Unknown) Read(string words, PictureContext context, bool looksForOne = false)
    {
        var found = new List<ContextPicture>();
        string? unknown = null;
        var rest = (looksForOne ? One() : Picture()).Replace(words, match =>
        {
            if (match.Groups["lead"].Value.StartsWith("from", StringComparison.OrdinalIgnoreCase) && Fetches().IsMatch(words))
            {
                return match.Value;
            }

            if (match.Groups["both"].Success)
            {
                found.AddRange(Heads(context));
            }
            else if (Find(match, context) is { } picture)
            {
                found.Add(picture);
            }
            else
            {
                unknown ??= match.Value[(match.Groups["lead"].Length + match.Groups["object"].Length)..].Trim();
            }

            return match.Groups["object"].Success ? $"{match.Groups["object"].Value}it " : " ";
        });
        rest = Opening().Replace(Spaces().Replace(rest, " ").Trim(), "");
        return ([.. found.Distinct()], rest.Trim(' ', ',', ':', '.'), unknown);
    }

    private static ContextPicture? Find(Match match, PictureContext context)
    {
        var pictures = context.Pictures;
        if (match.Groups["id"] is { Success: true, Value: var id })
        {
            return pictures.FirstOrDefault(picture => picture.ImageId == id) ?? new ContextPicture(0, id);
        }

        if (match.Groups["number"] is { Success: true, Value: var number })
        {
            var n = int.TryParse(number, CultureInfo.InvariantCulture, out var digits) ? digits : 1 + Array.IndexOf(Numbers, number.ToLowerInvariant());
            return n > 0 ? pictures.FirstOrDefault(picture => picture.Number == n) : null;
        }

        var word = match.Groups["which"].Value.ToLowerInvariant();
        return word switch
        {
            "original" or "start" or "beginning" => Root(context),
            "other" => Other(context),
            "last" or "newest" or "latest" => pictures is [.., var last] ? last : null,
            "previous" or "earlier" => pictures.LastOrDefault(picture => picture.Number < NumberOf(context)),
            "next" => pictures.FirstOrDefault(picture => picture.Number > NumberOf(context)),
            _ => pictures.FirstOrDefault(picture => picture.Number == 1 + Array.IndexOf(Ordinals, word)),
        };
    }

    /// <summary>Returns the first picture in the current one's history.</summary>
    public static ContextPicture? Root(PictureContext context)
    {
        var at = context.Current;
        while (at is not null && context.Find(at.ParentId) is { } parent && parent.Number < at.Number)
        {
            at = parent;
        }

        return at;
    }

    // Each history up to its latest picture; the current one up to the current picture.
    private static IReadOnlyList<ContextPicture> Heads(PictureContext context)
    {
        var current = Root(context)?.ImageId;
        return
        [
            .. context.Pictures.GroupBy(picture => Root(context with { ImageId = picture.ImageId })!.ImageId)
                .Select(line => line.Key == current ? context.Current! : line.Last())
                .OrderBy(picture => picture.Number),
        ];
    }

    // With two histories, the other picture is in the other one; otherwise it is the previous one.
    private static ContextPicture? Other(PictureContext context)
    {
        var others = Heads(context).Where(picture => picture.ImageId != context.ImageId).ToList();
        return others is [var only] ? only
            : others.Count == 0 ? context.Pictures.LastOrDefault(picture => picture.ImageId != context.ImageId)
            : null;
    }

    private static int NumberOf(PictureContext context) => context.Current?.Number ?? 0;

    private const string Which = "(?<which>first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|original|other|last|newest|latest|previous|earlier|next)";
    private const string Number = @"(?<number>\d{1,4}|one|two|three|four|five|six|seven|eight|nine|ten)";
    private const string Noun = "(?:picture|image|photo|version)";

    // "make the second picture night": the remaining words must still have an object.
    private const string Lead = @"(?:(?<object>\b(?:make|turn|change|edit|put|let|give|paint)\s+)|(?<lead>\b(?:in|on|for|with|of|to|from|at)\s+))?";

    // "like in the first picture" is a comparison: it does not select the picture to edit.
    private const string NotTold = @"(?<!\b(?:like|as|than)\s)(?<!\b(?:like|as|than)\s(?:in|on|of)\s)";

    [GeneratedRegex(
        NotTold + Lead + @"(?:(?<id>\bimg_[a-z0-9]+\b)|(?<both>\b(?:both|all)\s+(?:the\s+|of\s+the\s+)?(?:pictures|images|photos|versions)\b)|(?:\b(?:the\s+)?" + Which + @"\s+" + Noun + @"\b)|(?:\bthe\s+(?<which>original)\b(?(object)|(?!\s+(?!(?:in|on|at|but|and|please|again|as|with|make|turn|add|remove)\b)\p{L})))|(?:(?<!\b(?:a|an|like)\s)\b(?:the\s+)?" + Noun + @"\s+(?:number\s+|no\.?\s*|#\s*)?" + Number + @"\b))(?:'s)?",
        RegexOptions.IgnoreCase)]
    private static partial Regex Picture();

    [GeneratedRegex(
        @"(?:(?<id>\bimg_[a-z0-9]+\b)|(?:\b(?:the\s+)?" + Which + @"(?:\s+(?:one|" + Noun + @"))?\b)|\b(?:the\s+)?(?<which>start|beginning)\b|(?:\b(?:the\s+)?(?:" + Noun + @"\s+|number\s+|no\.?\s*|#\s*)+" + Number + @"\b)|#?\s*\b(?<number>\d{1,4})\b)",
        RegexOptions.IgnoreCase)]
    private static partial Regex One();

    // "edit the first picture: make the house blue" is complete with the picture's name.
    [GeneratedRegex(@"^(?:edit|change|let|put|give)\s+it\s*[:,]\s*", RegexOptions.IgnoreCase)]
    private static partial Regex Opening();

    // "add the cat from the first picture" takes something from there.
    [GeneratedRegex(@"^(?:please\s+)?(?:add|put|insert|bring|copy|use|take|give)\b", RegexOptions.IgnoreCase)]
    private static partial Regex Fetches();

    [GeneratedRegex(@"\s{2,}")]
    private static partial Regex Spaces();
}
