using System.Collections.Frozen;
using BelmAgent.Editing.Plans;
using BelmAgent.Plugins.Planning.Captions;
using BelmAgent.Plugins.Planning.Requests;
using BelmAgent.Plugins.Planning.Text;

namespace BelmAgent.Plugins.Planning.FreeText;

/// <summary>Something new enters a caption, mostly by "with".</summary>
internal static class FreeAdd
{
    private static readonly FrozenSet<string> Belongs = new[] { "to", "on", "onto" }.ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    /// <summary>Places an addition: after what it belongs to, else at the end.</summary>
    public static Placement Place(FreeCaption caption, Change.Add add)
    {
        if (WordSets.IsStyle(add.What))
        {
            return FreeStyle.Apply(caption, add.What);
        }

        if (add.Where is null && add.What.Bare.Words is not ["sun"] && Weather.Read(add.What) is { } weather)
        {
            return Placement.Done(new FreeCaption(weather.ApplyTo(caption.Words)), EditType.ChangeBackground, $"the picture is {weather.Phrase}");
        }

        var where = add.Where;
        if (where is null || WordSets.IsWhole(where[1..]))
        {
            return Done(caption.Words, caption.Words.End, add.What.Words, add.What);
        }

        if (where.Words[^1] is "background" or "backdrop")
        {
            return Done(caption.Words, caption.Words.End, [.. add.What.Words, "in", "the", "background"], add.What);
        }

        if (!Belongs.Contains(where.Words[0]))
        {
            return Done(caption.Words, caption.Words.End, [.. add.What.Words, .. where.Words], add.What);
        }

        return NounFinder.Find(caption.Words.Words, where[1..]) switch
        {
            [var host] => Done(caption.Words, host.End, add.What.Words, add.What),
            [] when where.StartsWith("to") => caption.Missing(where[1..]),
            _ => Done(caption.Words, caption.Words.End, [.. add.What.Words, .. where.Words], add.What),
        };
    }

    private static Placement Done(CaptionText caption, int at, IReadOnlyList<string> words, Phrase what)
    {
        // Where a list after "with" is open already, the new thing joins it.
        var (end, link) = (at, "with");
        if (at < caption.End && caption.Words[at].Equals("with", StringComparison.OrdinalIgnoreCase))
        {
            (end, link) = (EndOfList(caption, at + 1), "and");
        }
        else if (at == caption.End && LastPreposition(caption) is "with")
        {
            link = "and";
        }

        var after = caption.Replace(end, end, [link, .. words]);
        return Placement.Done(new FreeCaption(after), EditType.AddObject, $"{what} appears") with { Antecedent = what.Bare };
    }

    private static int EndOfList(CaptionText caption, int at)
    {
        while (at < caption.End && (caption.Words[at] is "and" or "," || !(WordClass.EndsNounPhrase(caption.Words[at]) || NounFinder.IsParticiple(caption.Words, 0, at))))
        {
            at++;
        }

        return at;
    }

    private static string? LastPreposition(CaptionText caption) =>
        caption.Words.LastOrDefault(word => WordClass.Prepositions.Contains(word) || WordClass.Auxiliaries.Contains(word));
}
