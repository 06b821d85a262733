namespace BelmAgent.Diffusion.Vision;

/// <summary>Reads one canonical caption back into labels. For one call.</summary>
internal sealed class SceneCaptionReader(SceneGrammar grammar, SceneRules rules)
{
    private const string Plain = "plain";
    private static readonly string[] Articles = ["a ", "an ", "the "];
    private readonly Dictionary<string, string> _labels = [];
    private readonly HashSet<string> _said = [];
    private readonly List<Mention> _mentions = [];

    /// <summary>Returns the labels; null if the caption has other words.</summary>
    public IReadOnlyDictionary<string, string>? Read(string caption)
    {
        SetWhatGoesWithoutSaying();
        var text = ReadStyle(caption.Trim().TrimEnd('.'));
        return text.Split(rules.Joiner).All(ReadPart) && _mentions.TrueForAll(Place) ? WithWhatFollows() : null;
    }

    private void SetWhatGoesWithoutSaying()
    {
        foreach (var head in grammar.Heads.Where(head => head.Labels[0] == SceneGrammar.None))
        {
            _labels[head.Name] = SceneGrammar.None;
        }

        foreach (var (head, phrases) in rules.Phrases)
        {
            if (!_labels.ContainsKey(head) && phrases.FirstOrDefault(phrase => phrase.Value.Length == 0).Key is { } label)
            {
                _labels[head] = label;
            }
        }

        if (rules.Style?.Words.FirstOrDefault(word => word.Value.Length == 0).Key is { } style)
        {
            _labels[SceneGrammar.Style] = style;
        }
    }

    // The canonical words stand around the caption; users write the style after it, too.
    private string ReadStyle(string text)
    {
        foreach (var (label, word) in rules.Style?.Words ?? new Dictionary<string, string>())
        {
            if (word.Length == 0 || grammar.StyleWords(rules.Style!, word).Split("{caption}") is not [var before, var after])
            {
                continue;
            }

            if (text.StartsWith(before, StringComparison.Ordinal) && text.EndsWith(after, StringComparison.Ordinal))
            {
                _labels[SceneGrammar.Style] = label;
                return text[before.Length..^after.Length];
            }

            if (text.EndsWith(rules.Joiner + word, StringComparison.Ordinal))
            {
                _labels[SceneGrammar.Style] = label;
                return text[..^(rules.Joiner.Length + word.Length)];
            }
        }

        return text;
    }

    // Scenery, with or without a comma before it, and objects.
    private bool ReadPart(string part)
    {
        while (part.Length > 0 && TakePhrase(ref part) is { } head)
        {
            if (!_said.Add(head))
            {
                return false;
            }
        }

        if (part.Length == 0)
        {
            return _said.Count > 0;
        }

        return part.Split(rules.Object.Joiner).All(ReadMention);
    }

    private string? TakePhrase(ref string part)
    {
        var text = part;
        var (head, label, phrase) = rules.Phrases
            .SelectMany(head => head.Value.Select(phrase => (Head: head.Key, Label: phrase.Key, Phrase: phrase.Value)))
            .Where(candidate => candidate.Phrase.Length > 0 && (text == candidate.Phrase || text.EndsWith(' ' + candidate.Phrase, StringComparison.Ordinal)))
            .OrderByDescending(candidate => candidate.Phrase.Length)
            .FirstOrDefault();
        if (head is null)
        {
            return null;
        }

        _labels[head] = label;
        part = part[..^phrase.Length].TrimEnd();
        return head;
    }

    private bool ReadMention(string text)
    {
        string? slot = null;
        var isSky = false;
        for (var (isPlaced, at) = (true, 0); isPlaced && at < 2; at++)
        {
            isPlaced = false;
            foreach (var spot in rules.Object.Order.Append(SceneGrammar.Sky).Where(grammar.Spots.Contains))
            {
                if (text.EndsWith(' ' + grammar.Position(spot), StringComparison.Ordinal))
                {
                    if (spot != SceneGrammar.Sky && slot is not null)
                    {
                        return false;
                    }

                    text = text[..^(grammar.Position(spot).Length + 1)];
                    (slot, isSky, isPlaced) = spot == SceneGrammar.Sky ? (slot, true, true) : (spot, isSky, true);
                    break;
                }
            }
        }

        if (rules.Object.On is { } on && grammar.Spots.Contains(SceneGrammar.On) && text.Split($" {on} ") is [var rider, var bearer])
        {
            _mentions.Add(new(rider, SceneGrammar.On));
            text = bearer;
        }

        _mentions.Add(new(text, isSky ? SceneGrammar.Sky : slot));
        return true;
    }

    // A single object on the ground may stand without the words of its place.
    private bool Place(Mention mention)
    {
        var spot = mention.Spot ?? (_mentions.Count(other => other.Spot != SceneGrammar.On) == 1 ? rules.Object.Alone.FirstOrDefault(alone => alone.Value.Length == 0).Key : null);
        return spot is not null && _labels.GetValueOrDefault(SceneGrammar.ObjectPrefix + spot) == SceneGrammar.None && ReadThing(mention.Words, spot);
    }

    private bool ReadThing(string words, string spot)
    {
        if (Array.Find(Articles, article => words.StartsWith(article, StringComparison.Ordinal)) is not { } article)
        {
            return false;
        }

        words = words[article.Length..];
        var kind = grammar.Labels(SceneGrammar.ObjectPrefix + spot)
            .Where(label => label != SceneGrammar.None && (words == label || words.EndsWith(' ' + label, StringComparison.Ordinal)))
            .MaxBy(label => label.Length);
        if (kind is null)
        {
            return false;
        }

        _labels[SceneGrammar.ObjectPrefix + spot] = kind;
        var traits = new Dictionary<string, string>();
        foreach (var word in words[..^kind.Length].Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            if (SceneHead.Traits.FirstOrDefault(trait => Label(trait, spot, word) is not null) is not { } trait || !traits.TryAdd(trait, Label(trait, spot, word)!))
            {
                return false;
            }
        }

        return SetTraits(kind, spot, traits);
    }

    private string? Label(string trait, string spot, string word) =>
        grammar.Labels($"{trait}_{spot}").FirstOrDefault(label => label is not (SceneGrammar.None or Plain) && (grammar.Word(trait, label) == word || label == word));

    private bool SetTraits(string kind, string spot, Dictionary<string, string> traits)
    {
        var looks = rules.World.Looks.GetValueOrDefault(kind);
        if (traits.TryGetValue("look", out var look) && looks?.Contains(look) != true)
        {
            return false;
        }

        foreach (var trait in SceneHead.Traits.Where(trait => grammar.Labels($"{trait}_{spot}").Count > 0))
        {
            var head = $"{trait}_{spot}";
            var unsaid = grammar.Labels(head).Contains(Plain) && !(trait == "look" && looks is not null)
                ? trait == "color" ? rules.World.OwnColor.GetValueOrDefault(kind, Plain) : Plain
                : null;
            if (trait == "color" && IsColorless)
            {
                _labels[head] = Plain;
            }
            else if ((traits.GetValueOrDefault(trait) ?? unsaid) is { } label)
            {
                _labels[head] = label;
            }
            else
            {
                _labels.Remove(head);
            }
        }

        return true;
    }

    private bool IsColorless => rules.Style is { } style && _labels.TryGetValue(SceneGrammar.Style, out var label) && style.Colorless.Contains(label);

    private Dictionary<string, string> WithWhatFollows()
    {
        foreach (var (head, byLabel) in rules.Implied)
        {
            if (_labels.TryGetValue(head, out var label) && byLabel.TryGetValue(label, out var implied))
            {
                foreach (var (other, value) in implied.Where(other => !_said.Contains(other.Key)))
                {
                    _labels[other] = value;
                }
            }
        }

        return _labels;
    }

    /// <summary>Words for one object, without their place.</summary>
    /// <param name="Words">The words.</param>
    /// <param name="Spot">The place; null if none is named.</param>
    private sealed record Mention(string Words, string? Spot);
}
