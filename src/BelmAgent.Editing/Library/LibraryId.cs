using System.Buffers;
using System.Security.Cryptography;

namespace BelmAgent.Editing.Library;

/// <summary>Makes and checks ids: a prefix, then 15 characters of lower-case base 32, such as <c>img_1jf3k9x2ma7bqpz</c>.</summary>
/// <remarks>
/// The first nine characters are the time in milliseconds, so ids sort by age as text; the other six are random, 30 bits.
/// Only <c>[a-z0-9_]</c> occurs, so a valid id is a safe file name on every system. Safe to share between threads if the
/// source of randomness is.
/// </remarks>
/// <param name="clock">Tells the time.</param>
/// <param name="fillRandom">Fills a span with random bytes. Null: the operating system's generator.</param>
public sealed class LibraryId(TimeProvider clock, Action<Span<byte>>? fillRandom = null)
{
    /// <summary>Prefix of pictures' ids.</summary>
    public const string Picture = "img";

    /// <summary>Prefix of inversions' ids.</summary>
    public const string Inversion = "inv";

    // Crockford's alphabet: no i, l, o, u, which are misread or spell words.
    private const string Alphabet = "0123456789abcdefghjkmnpqrstvwxyz";
    private const int TimeLength = 9;
    private const int RandomLength = 6;

    private static readonly SearchValues<char> Characters = SearchValues.Create(Alphabet);

    private readonly Action<Span<byte>> _fillRandom = fillRandom ?? RandomNumberGenerator.Fill;

    /// <summary>Makes a new id.</summary>
    /// <param name="prefix">What the id names, such as <see cref="Picture"/>; lower-case letters.</param>
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

    /// <summary>Whether text has the form of an id, and so is safe as a file name. Says nothing of whether it exists.</summary>
    /// <param name="id">The text.</param>
    /// <param name="prefix">What the id should name.</param>
    public static bool IsValid(string? id, string prefix)
    {
        ArgumentException.ThrowIfNullOrEmpty(prefix);
        return id is not null
            && id.Length == prefix.Length + 1 + TimeLength + RandomLength
            && id.StartsWith(prefix, StringComparison.Ordinal)
            && id[prefix.Length] == '_'
            && !id.AsSpan(prefix.Length + 1).ContainsAnyExcept(Characters);
    }
}
