namespace BelmAgent.Planning.FreeText;

/// <summary>Handles things listed after one preposition: "with | a hat, a scarf and gloves".</summary>
internal static class NounList
{
    /// <summary>Returns the position after a list, up to unrelated words: "with a hat and gloves | and a woman with an umbrella".</summary>
    public static int EndAfter(CaptionText caption, int at)
    {
        while (NounFinder.At(caption.Words, at) is { } noun && noun.End <= caption.End)
        {
            if (noun.End + 1 >= caption.End || caption.Words[noun.End] is not ("and" or ",")
                || NounFinder.At(caption.Words, noun.End + 1) is not { } next || Nouns.IsPerson(caption.Words[next.End - 1])
                || (next.End < caption.End && caption.Words[next.End] is "with"))
            {
                return noun.End;
            }

            at = noun.End + 1;
        }

        return at;
    }
}
