using BelmAgent.Editing.Plans;
using BelmAgent.Planning.Requests;
using BelmAgent.Planning.Lexicon;
using BelmAgent.Planning.Text;

namespace BelmAgent.Planning.FreeText;

/// <summary>Changes the material of a thing.</summary>
internal sealed class MaterialRule : SubjectRule
{
    /// <inheritdoc/>
    protected override Placement? Place(Edit edit, Change.Become change, NounSpan span) =>
        Materials.Read(change) is { } material && !WordSets.IsMaterial(material) && Old(edit, span) is >= 0 and var old
            ? edit.Done(edit.Text.Replace(old, old + 1, material.Words), EditType.ChangeMaterial, $"{edit.Words[span.End - 1]} becomes {material}", new Phrase(edit.Words[span.End - 1]), edit.Words[old..(old + 1)])
        : Materials.Read(change) is { } plain ? StateRule.Modify(edit, span, plain, EditType.ChangeMaterial, change.Subject) : null;

    // "a stone castle" of candy
    private static int Old(Edit edit, NounSpan span)
    {
        for (var at = span.Start; at < span.End - 1; at++)
        {
            if (WordSets.IsMaterial(edit.Words[at]) && !WordSets.IsColor(edit.Words[at]))
            {
                return at;
            }
        }

        return -1;
    }
}

/// <summary>Reads the material in a change.</summary>
internal static class Materials
{
    /// <summary>Returns the material in a change, in the form before a noun: "out of glass", "into crochet", "a wooden one".</summary>
    public static Phrase? Read(Change.Become change)
    {
        var result = change.Result;
        result = result.StartsWith("made", "out", "of") ? result[3..]
            : result.StartsWith("made", "of") || result.StartsWith("out", "of") || result.StartsWith("made", "from") ? result[2..]
            : result.Words is ["from", var raw] && WordSets.IsMaterial(raw) ? result[1..]
            : result.Words is ["of", _, ..] ? result[1..]
            : result;
        if (result.Words.Length < change.Result.Words.Length && !result.IsEmpty)
        {
            return Adjective(result.Bare);
        }

        var bare = result.Bare.Words is [.., "one" or "ones", ] and { Length: > 1 } ? result.Bare[..^1] : result.Bare;
        // Jade or brick can be a thing; origami is a way of making things.
        var isCraft = bare.Words is ["origami" or "lego" or "crochet" or "plush" or "papercraft"];
        var isArticled = !isCraft && result.IsIndefinite && bare.Words.Length == result.Bare.Words.Length;
        if (result.Bare.Words is [_, .., "material" or "texture"])
        {
            return result.Bare[..^1];
        }

        bare = bare.Words is [.., "style", ] and { Length: > 1 } && bare.Words[..^1].All(WordSets.IsMaterial) ? bare[..^1] : bare;
        var isMaterial = change.Aspect == Aspect.Material || (!isArticled && bare.Words.All(word => WordSets.IsMaterial(word) || word is "and"));
        return isMaterial ? Adjective(bare) : null;
    }

    // A thing of wood is wooden.
    private static Phrase Adjective(Phrase material) => material.Words is ["wood"] ? new Phrase("wooden") : material;
}
