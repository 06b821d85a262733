using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;

namespace BelmAgent.Plugins.Answers.ToolCalls;

/// <summary>Reads a value as models write it: JSON or Python syntax, with either kind of quotes and trailing commas.</summary>
internal static class CallLiteral
{
    private const int MaxDepth = 32;

    private static readonly (string Word, JsonNode? Value)[] Words =
    [
        ("true", JsonValue.Create(true)), ("false", JsonValue.Create(false)), ("null", null), ("none", null),
    ];

    /// <summary>Reads one value.</summary>
    /// <param name="text">The position; moved past the value.</param>
    /// <param name="value">The value; also null for JSON's null.</param>
    /// <returns>Whether there is a value.</returns>
    public static bool TryRead(CallText text, out JsonNode? value) => TryRead(text, MaxDepth, out value);

    /// <summary>Reads a text that is a single object.</summary>
    /// <returns>The object; null if it is something else.</returns>
    public static JsonObject? ReadObject(string whole)
    {
        var text = new CallText(whole, 0, isWhole: true);
        return TryRead(text, out var value) && text.SkipSpace().IsAtEnd ? value as JsonObject : null;
    }

    private static bool TryRead(CallText text, int depth, out JsonNode? value)
    {
        value = null;
        text.SkipSpace();
        return text.Next switch
        {
            _ when depth == 0 => false,
            '{' => TryReadObject(text, depth, out value),
            '[' => TryReadArray(text, depth, out value),
            '"' or '\'' => TryReadText(text, out value),
            _ => TryReadWord(text, out value),
        };
    }

    private static bool TryReadObject(CallText text, int depth, out JsonNode? value)
    {
        var fields = new JsonObject();
        value = fields;
        text.Position++;
        while (text.SkipSpace().Next != '}')
        {
            if (text.Next is not ('"' or '\'') || !TryReadText(text, out var key) || text.SkipSpace().Next != ':')
            {
                return false;
            }

            text.Position++;
            if (!TryRead(text, depth - 1, out var field))
            {
                return false;
            }

            fields[key!.GetValue<string>()] = field;
            if (!TryGoOn(text, '}'))
            {
                return false;
            }
        }

        text.Position++;
        return true;
    }

    private static bool TryReadArray(CallText text, int depth, out JsonNode? value)
    {
        var entries = new JsonArray();
        value = entries;
        text.Position++;
        while (text.SkipSpace().Next != ']')
        {
            if (!TryRead(text, depth - 1, out var entry))
            {
                return false;
            }

            entries.Add(entry);
            if (!TryGoOn(text, ']'))
            {
                return false;
            }
        }

        text.Position++;
        return true;
    }

    // After the comma, or before the end.
    private static bool TryGoOn(CallText text, char end)
    {
        if (text.SkipSpace().Next == ',')
        {
            text.Position++;
            return true;
        }

        return text.Next == end;
    }

    private static bool TryReadText(CallText text, out JsonNode? value)
    {
        var quote = text.Next;
        var read = new StringBuilder();
        value = null;
        for (text.Position++; text.Next != quote; text.Position++)
        {
            if (text.IsAtEnd)
            {
                return false;
            }

            if (text.Next == '\\')
            {
                text.Position++;
                if (!TryReadEscape(text, read))
                {
                    return false;
                }
            }
            else
            {
                read.Append(text.Next);
            }
        }

        text.Position++;
        // An unpaired surrogate cannot be encoded.
        value = JsonValue.Create(Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(read.ToString())));
        return true;
    }

    private static bool TryReadEscape(CallText text, StringBuilder read)
    {
        if (text.Next != 'u')
        {
            read.Append(text.Next switch { 'n' => '\n', 't' => '\t', 'r' => '\r', 'b' => '\b', 'f' => '\f', var other => other });
            return !text.IsAtEnd;
        }

        var code = 0;
        for (var i = 0; i < 4; i++)
        {
            text.Position++;
            if (!char.IsAsciiHexDigit(text.Next))
            {
                return false;
            }

            code = (code << 4) | Convert.ToInt32(text.Next.ToString(), 16);
        }

        read.Append((char)code);
        return true;
    }

    private static bool TryReadWord(CallText text, out JsonNode? value)
    {
        value = null;
        var word = text.TakeWhile(c => char.IsAsciiLetterOrDigit(c) || c is '+' or '-' or '.');
        if (Array.FindIndex(Words, known => known.Word.Equals(word, StringComparison.OrdinalIgnoreCase)) is >= 0 and var index)
        {
            value = Words[index].Value?.DeepClone();
            return true;
        }

        if (long.TryParse(word, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var whole))
        {
            value = JsonValue.Create(whole);
            return true;
        }

        if (!double.TryParse(word, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) || !double.IsFinite(number))
        {
            return false;
        }

        value = JsonValue.Create(number);
        return true;
    }
}
