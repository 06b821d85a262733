using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using BelmAgent.Editing.Library;
using BelmAgent.Imaging.Files;

namespace BelmAgent.Web.Security;

/// <summary>The keys of the callers. Only their hashes are stored, but for the owner's own key, which lies in a file that only the owner can read.</summary>
/// <remarks>Changes by another process are seen by the next request. Safe to share between threads.</remarks>
public sealed class KeyRing
{
    /// <summary>The name of the key that is made at the first start and may do everything.</summary>
    public const string Owner = "owner";

    private const string CookiePrefix = "v1";
    private static readonly TimeSpan CookieLife = TimeSpan.FromDays(30);
    private static readonly JsonSerializerOptions Json = new() { WriteIndented = true };

    private readonly string _ownerFile;
    private readonly string _ringFile;
    private readonly TimeProvider _clock;
    private readonly Lock _gate = new();
    private (DateTime Written, IReadOnlyList<AccessKey> Keys) _read;

    /// <summary>Opens the keys of a library; nothing is written before the first use.</summary>
    /// <param name="library">The library, in whose folder the keys lie.</param>
    /// <param name="clock">Supplies the time.</param>
    public KeyRing(LibraryOptions library, TimeProvider clock)
    {
        ArgumentNullException.ThrowIfNull(library);
        ArgumentNullException.ThrowIfNull(clock);
        var root = Path.GetFullPath(library.Root);
        (_ownerFile, _ringFile, _clock) = (Path.Combine(root, "serve.key"), Path.Combine(root, "keys.json"), clock);
    }

    /// <summary>Returns the owner's key; makes it at the first call.</summary>
    /// <exception cref="IOException">The file cannot be read or written.</exception>
    public string GetOwnerKey()
    {
        lock (_gate)
        {
            if (File.Exists(_ownerFile))
            {
                var known = File.ReadAllText(_ownerFile).Trim();
                if (List().Any(key => key.Name == Owner && Matches(key, known)))
                {
                    return known;
                }
            }

            var made = NewKey();
            WritePrivate(_ownerFile, Encoding.ASCII.GetBytes(made + "\n"));
            Save([.. List().Where(key => key.Name != Owner), Describe(Owner, made, Scopes.All)]);
            return made;
        }
    }

    /// <summary>Lists the keys, by name.</summary>
    public IReadOnlyList<AccessKey> List()
    {
        lock (_gate)
        {
            var written = File.Exists(_ringFile) ? File.GetLastWriteTimeUtc(_ringFile) : default;
            if (written != _read.Written || _read.Keys is null)
            {
                _read = (written, Read());
            }

            return _read.Keys;
        }
    }

    /// <summary>Adds a key.</summary>
    /// <param name="name">Its name in the audit: 1 to 40 lower-case letters, digits and hyphens.</param>
    /// <param name="scopes">What it may do, of <see cref="Scopes"/>.</param>
    /// <returns>The key, which is not stored and cannot be shown again.</returns>
    /// <exception cref="BelmException"><c>key_name</c>: the name is taken or has other characters; <c>key_scope</c>: there is no such scope.</exception>
    public string Add(string name, IReadOnlyList<string> scopes)
    {
        ArgumentNullException.ThrowIfNull(name);
        ArgumentNullException.ThrowIfNull(scopes);
        if (name.Length is 0 or > 40 || name.Any(c => c is not ((>= 'a' and <= 'z') or (>= '0' and <= '9') or '-')))
        {
            throw new BelmException("key_name", ErrorKind.InvalidInput, $"'{name}' is no name for a key", "use 1 to 40 lower-case letters, digits and hyphens");
        }

        if (scopes.Count == 0 || scopes.Except(Scopes.All).Any())
        {
            throw new BelmException("key_scope", ErrorKind.InvalidInput, $"'{string.Join(',', scopes)}' are no scopes", $"use {string.Join(", ", Scopes.All)}");
        }

        lock (_gate)
        {
            if (List().Any(key => key.Name == name))
            {
                throw new BelmException("key_name", ErrorKind.InvalidInput, $"There is a key '{name}' already", "revoke it, or use another name");
            }

            var made = NewKey();
            Save([.. List(), Describe(name, made, scopes)]);
            return made;
        }
    }

    /// <summary>Revokes a key; pages that used it are signed out.</summary>
    /// <param name="name">Its name.</param>
    /// <exception cref="BelmException"><c>key_not_found</c>: there is no such key.</exception>
    public void Revoke(string name)
    {
        lock (_gate)
        {
            if (!List().Any(key => key.Name == name))
            {
                throw BelmException.NotFound("key_not_found", "key", name, [.. List().Select(key => key.Name)], "none was made yet");
            }

            Save([.. List().Where(key => key.Name != name)]);
            if (name == Owner)
            {
                File.Delete(_ownerFile);
            }
        }
    }

    /// <summary>Finds the key that a caller gives.</summary>
    internal AccessKey? Find(string given)
    {
        AccessKey? found = null;
        foreach (var key in List())
        {
            // All are compared, so that the time does not tell which one came close.
            found = Matches(key, given) ? key : found;
        }

        return found;
    }

    /// <summary>Creates the cookie of a page that gave a key; it ends with the key, or after 30 days.</summary>
    internal (string Value, DateTimeOffset Expires) CreateCookie(AccessKey key)
    {
        var expires = _clock.GetUtcNow() + CookieLife;
        var claim = string.Create(CultureInfo.InvariantCulture, $"{CookiePrefix}.{key.Name}.{expires.ToUnixTimeSeconds()}");
        return ($"{claim}.{Sign(key, claim)}", expires);
    }

    /// <summary>Finds the key that a cookie was made for.</summary>
    internal AccessKey? FindByCookie(string cookie)
    {
        if (cookie.Split('.') is not [CookiePrefix, var name, var until, var signature]
            || !long.TryParse(until, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds)
            || _clock.GetUtcNow().ToUnixTimeSeconds() >= seconds
            || List().FirstOrDefault(key => key.Name == name) is not { } key)
        {
            return null;
        }

        var expected = Sign(key, $"{CookiePrefix}.{name}.{until}");
        return CryptographicOperations.FixedTimeEquals(Encoding.ASCII.GetBytes(expected), Encoding.ASCII.GetBytes(signature)) ? key : null;
    }

    private static string Sign(AccessKey key, string claim) =>
        Convert.ToHexStringLower(HMACSHA256.HashData(Convert.FromHexString(key.Sha256), Encoding.ASCII.GetBytes(claim)));

    private static bool Matches(AccessKey key, string given) =>
        CryptographicOperations.FixedTimeEquals(Convert.FromHexString(key.Sha256), SHA256.HashData(Encoding.UTF8.GetBytes(given)));

    private static string NewKey() => $"belm_{Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(32))}";

    private AccessKey Describe(string name, string key, IReadOnlyList<string> scopes) => new()
    {
        Name = name,
        Sha256 = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(key))),
        Scopes = scopes,
        Created = _clock.GetUtcNow(),
    };

    private IReadOnlyList<AccessKey> Read()
    {
        try
        {
            return File.Exists(_ringFile) ? JsonSerializer.Deserialize<IReadOnlyList<AccessKey>>(File.ReadAllBytes(_ringFile), Json) ?? [] : [];
        }
        catch (JsonException e)
        {
            throw new BelmException("keys_damaged", ErrorKind.NotUsable, $"The file of keys '{_ringFile}' cannot be read", "restore it, or delete it and make the keys anew", e)
            {
                SafeProblem = "The file of keys cannot be read",
            };
        }
    }

    private void Save(IReadOnlyList<AccessKey> keys)
    {
        WritePrivate(_ringFile, JsonSerializer.SerializeToUtf8Bytes(keys.OrderBy(key => key.Name, StringComparer.Ordinal), Json));
        _read = default;
    }

    private static void WritePrivate(string path, byte[] content)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        AtomicFile.Write(path, stream =>
        {
            if (!OperatingSystem.IsWindows() && stream is FileStream file)
            {
                File.SetUnixFileMode(file.SafeFileHandle, UnixFileMode.UserRead | UnixFileMode.UserWrite);
            }

            stream.Write(content);
        });
    }
}

/// <summary>A key of a caller, without its secret.</summary>
/// <remarks>Immutable and safe to share.</remarks>
public sealed record AccessKey
{
    /// <summary>Gets its name, as the audit shows it.</summary>
    [JsonPropertyName("name")]
    public required string Name { get; init; }

    /// <summary>Gets the SHA-256 of the secret, in hex.</summary>
    [JsonPropertyName("sha256")]
    public required string Sha256 { get; init; }

    /// <summary>Gets what it may do, of <see cref="Security.Scopes"/>.</summary>
    [JsonPropertyName("scopes")]
    public required IReadOnlyList<string> Scopes { get; init; }

    /// <summary>Gets when it was made.</summary>
    [JsonPropertyName("created")]
    public required DateTimeOffset Created { get; init; }
}

/// <summary>The scopes of keys.</summary>
public static class Scopes
{
    /// <summary>To see pictures, histories and jobs.</summary>
    public const string Read = "read";

    /// <summary>To bring pictures in, plan, run approved edits, and talk.</summary>
    public const string Edit = "edit";

    /// <summary>To approve plans. A key for an agent lacks it, so that it cannot approve its own.</summary>
    public const string Approve = "approve";

    /// <summary>To delete pictures.</summary>
    public const string Admin = "admin";

    /// <summary>Gets all of them.</summary>
    public static IReadOnlyList<string> All { get; } = [Read, Edit, Approve, Admin];
}
