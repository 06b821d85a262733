namespace BelmAgent.Host.Terminal;

/// <summary>Makes user text safe for a terminal: control characters are shown instead of being interpreted.</summary>
/// <remarks>Captions, requests, file names and a model's answers may contain anything, including escape sequences.</remarks>
internal static class PlainText
{
    private const char Replacement = '\uFFFD';
    private const char ControlPictures = '\u2400';
    private const char DeletePicture = '\u2421';

    /// <summary>Returns the text with its line breaks and tabs, but nothing else that moves, colours or reorders.</summary>
    public static string From(string? text) => Map(text, static character => character);

    /// <summary>Returns the same on one line.</summary>
    public static string Line(string? text) => Map(text, static _ => ' ');

    private static string Map(string? text, Func<char, char> space)
    {
        text = (text ?? "").ReplaceLineEndings("\n");
        return string.Create(text.Length, (text, space), static (shown, from) =>
        {
            for (var i = 0; i < shown.Length; i++)
            {
                shown[i] = from.text[i] is '\n' or '\t' ? from.space(from.text[i]) : Harmless(from.text[i]);
            }
        });
    }

    private static char Harmless(char character) => character switch
    {
        < ' ' => (char)(ControlPictures + character),
        '\x7F' => DeletePicture,
        >= '\x80' and <= '\x9F' => Replacement,
        // Characters that change the direction of writing can make one text look like another.
        '\u061C' or '\u200E' or '\u200F' or (>= '\u202A' and <= '\u202E') or (>= '\u2066' and <= '\u2069') => Replacement,
        _ => character,
    };
}
