using System.Buffers;
using System.Security.Cryptography;

namespace BelmAgent.Editing.Library;

/// <summary>Creates and validates ids: a prefix, then 15 characters of lower-case base 32, such as <c>img_1jf3k9x2ma7bqpz</c>.</summary>
/// <remarks>
/// The first nine characters are the time in milliseconds, so ids sort by age as text; the other six are random, 30 bits. Only
/// <c>[a-z0-9_]</c> occurs, so a valid id is a safe file name on every system. Safe to share between threads if the source of
/// randomness is.
/// </remarks>
/// <param name="clock">Supplies the time.</param>
/// <param name="fillRandom">Fills a span with random bytes. Null: the operating system's generator.</param>
public sealed class LibraryId(TimeProvider clock, Action<Span<byte>>? fillRandom = null)
{
    /// <summary>Prefix of picture ids.</summary>
    public const string Picture = "img";

    /// <summary>Prefix of inversion ids.</summary>
    public const string Inversion = "inv";

    // Crockford's alphabet: no i, l, o, u, which are easily misread or spell words.
    private const string Alphabet = "0123456789abcdefghjkmnpqrstvwxyz";
    private const int TimeLength = 9;
    private const int RandomLength = 6;

    private static readonly SearchValues<char> Characters = SearchValues.Create(Alphabet);

    private readonly Action<Span<byte>> _fillRandom = fillRandom ?? RandomNumberGenerator.Fill;

    /// <summary>Creates a new id.</summary>
    /// <param name="prefix">The kind of object, such as <see cref="Picture"/>; lower-case letters.</param>
    public string Next(string prefix)
    {
        ArgumentException.ThrowIfNullOrEmpty(prefix);
        Span<char> id = stackalloc char[TimeLength + RandomLength];
        var time = clock.GetUtcNow().ToUnixTimeMilliseconds();
        for (var i = TimeLength - 1; i >= 0; i--, time >>= 5)
        {
            id[i] = Alphabet[(int)(time & 31)];
        }

        Span<byte> random = stackalloc byte[RandomLength];
        _fillRandom(random);
        for (var i = 0; i < RandomLength; i++)
        {
            id[TimeLength + i] = Alphabet[random[i] & 31];
        }

        return $"{prefix}_{id}";
    }

    /// <summary>Creates a new id that sorts after another one, even if the clock has stood still or gone back.</summary>
    /// <param name="prefix">The kind of object; lower-case letters.</param>
    /// <param name="after">An id with the same prefix; null, or text that is not an id, for none.</param>
    public string Next(string prefix, string? after)
    {
        var id = Next(prefix);
        return IsValid(after, prefix) && string.CompareOrdinal(id, after) <= 0 ? Successor(after!) : id;
    }

    /// <summary>Returns whether a text has the form of an id of any kind.</summary>
    /// <param name="id">The text.</param>
    public static bool IsValid(string? id) =>
        id?.IndexOf('_', StringComparison.Ordinal) is > 0 and < 8 and { } length && !id.AsSpan(0, length).ContainsAnyExceptInRange('a', 'z') && IsValid(id, id[..length]);

    /// <summary>Returns whether a text has the form of an id, and so is safe as a file name. It need not exist.</summary>
    /// <param name="id">The text.</param>
    /// <param name="prefix">The expected kind.</param>
    public static bool IsValid(string? id, string prefix)
    {
        ArgumentException.ThrowIfNullOrEmpty(prefix);
        return id is not null
            && id.Length == prefix.Length + 1 + TimeLength + RandomLength
            && id.StartsWith(prefix, StringComparison.Ordinal)
            && id[prefix.Length] == '_'
            && !id.AsSpan(prefix.Length + 1).ContainsAnyExcept(Characters);
    }

    private static string Successor(string id)
    {
        var digits = id.ToCharArray();
        var i = digits.Length - 1;
        for (; digits[i] == Alphabet[^1]; i--)
        {
            digits[i] = Alphabet[0];
        }

        digits[i] = Alphabet[Alphabet.IndexOf(digits[i], StringComparison.Ordinal) + 1];
        return new string(digits);
    }
}
