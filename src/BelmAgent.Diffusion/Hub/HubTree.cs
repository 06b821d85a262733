using System.Text.Json;

namespace BelmAgent.Diffusion.Hub;

/// <summary>Reads the hub's list of the files in a commit.</summary>
internal static class HubTree
{
    /// <exception cref="HubException">The list does not have the hub's format.</exception>
    public static IReadOnlyList<HubFile> Read(JsonElement json, string repository)
    {
        try
        {
            return [.. json.EnumerateArray().Where(entry => entry.GetProperty("type").ValueEquals("file")).Select(Entry)];
        }
        catch (Exception e) when (e is InvalidOperationException or KeyNotFoundException or FormatException)
        {
            throw HubException.Listing(repository, "the list is not in the form of a hub's", null, e);
        }
    }

    /// <summary>Returns a hash; null if the text is not one.</summary>
    public static string? Hex(string? text, int digits) => text is not null && text.Length == digits && text.All(char.IsAsciiHexDigit) ? text.ToLowerInvariant() : null;

    /// <summary>Returns the next page from the Link header; null at the end.</summary>
    public static Uri? Next(HttpResponseMessage response, Uri from)
    {
        foreach (var link in response.Headers.TryGetValues("Link", out var links) ? links : [])
        {
            if (link.Contains("rel=\"next\"", StringComparison.OrdinalIgnoreCase) && link.IndexOf('<') is >= 0 and var open
                && link.IndexOf('>', open) is > 0 and var close && Uri.TryCreate(from, link[(open + 1)..close], out var next))
            {
                return next;
            }
        }

        return null;
    }

    private static HubFile Entry(JsonElement entry)
    {
        var isLarge = entry.TryGetProperty("lfs", out var large) && large.ValueKind == JsonValueKind.Object;
        return new HubFile(
            entry.GetProperty("path").GetString() ?? "",
            (isLarge ? large : entry).GetProperty("size").GetInt64(),
            isLarge ? Hex(large.GetProperty("oid").GetString()?.Replace("sha256:", "", StringComparison.Ordinal), 64) : null,
            // For a large file, git's hash is that of a pointer.
            isLarge || !entry.TryGetProperty("oid", out var oid) ? null : Hex(oid.GetString(), 40));
    }
}
