using System.Collections.Frozen;
using System.IO.Compression;
using System.Reflection;
using System.Security.Cryptography;
using System.Text;
using BelmAgent.Web.Configuration;
using BelmAgent.Web.Problems;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Options;

namespace BelmAgent.Web.Server;

/// <summary>The page's files, from the assembly: under a name that changes with their content, so that browsers may keep them for ever.</summary>
internal sealed class ClientAssets
{
    private const string Prefix = "client/";
    private const string Index = "index.html";
    private readonly string? _folder;
    private readonly FrozenDictionary<string, Asset> _assets;

    public ClientAssets(IOptions<ServeOptions> options)
    {
        _folder = options.Value.ClientFolder;
        var assembly = typeof(ClientAssets).Assembly;
        _assets = assembly.GetManifestResourceNames().Where(name => name.StartsWith(Prefix, StringComparison.Ordinal))
            .ToFrozenDictionary(name => name[Prefix.Length..], name => new Asset(Read(assembly, name), TypeOf(name)), StringComparer.Ordinal);
        Hash = Convert.ToHexStringLower(SHA256.HashData([.. _assets.OrderBy(entry => entry.Key, StringComparer.Ordinal).SelectMany(entry => SHA256.HashData(entry.Value.Bytes))]))[..12];
    }

    /// <summary>Gets the name of the folder of this version's files.</summary>
    public string Hash { get; }

    /// <summary>Maps the page and its files.</summary>
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/", (HttpContext context, ClientAssets assets) => assets.SendIndexAsync(context)).ExcludeFromDescription();
        routes.MapGet("assets/{hash}/{**path}", (string path, HttpContext context, ClientAssets assets) => assets.SendAsync(path, context)).ExcludeFromDescription();
    }

    private Task SendIndexAsync(HttpContext context)
    {
        var bytes = Find(Index)?.Bytes ?? throw Missing();
        var html = Encoding.UTF8.GetString(bytes).Replace("\"assets/", $"\"assets/{Hash}/", StringComparison.Ordinal);
        context.Response.ContentType = "text/html; charset=utf-8";
        context.Response.Headers.CacheControl = "no-cache";
        return context.Response.WriteAsync(html, context.RequestAborted);
    }

    private async Task SendAsync(string path, HttpContext context)
    {
        if (path == Index || Find(path) is not { } asset)
        {
            throw Missing();
        }

        var response = context.Response;
        response.ContentType = asset.Type;
        response.Headers.CacheControl = _folder is null ? "public, max-age=31536000, immutable" : "no-cache";
        response.Headers.Vary = "Accept-Encoding";
        var accepted = context.Request.Headers.AcceptEncoding.ToString();
        var (encoding, bytes) = accepted.Contains("br", StringComparison.Ordinal) ? ("br", asset.Brotli) : accepted.Contains("gzip", StringComparison.Ordinal) ? ("gzip", asset.Gzip) : (null, asset.Bytes);
        if (encoding is not null)
        {
            response.Headers.ContentEncoding = encoding;
        }

        response.ContentLength = bytes.Length;
        await response.Body.WriteAsync(bytes, context.RequestAborted);
    }

    private Asset? Find(string path)
    {
        if (!_assets.TryGetValue(path, out var built))
        {
            return null;
        }

        // Only files that are known are looked for, so a path cannot lead out of the folder.
        return _folder is not null && File.Exists(Path.Combine(_folder, path)) ? new Asset(File.ReadAllBytes(Path.Combine(_folder, path)), built.Type) : built;
    }

    private static WebException Missing() => new(404, "nothing_here", "There is no such file of the page", "reload the page");

    private static byte[] Read(Assembly assembly, string name)
    {
        using var stream = assembly.GetManifestResourceStream(name)!;
        var bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return bytes;
    }

    private static string TypeOf(string name) => Path.GetExtension(name) switch
    {
        ".html" => "text/html; charset=utf-8",
        ".js" => "text/javascript; charset=utf-8",
        ".css" => "text/css; charset=utf-8",
        ".svg" => "image/svg+xml",
        ".json" => "application/json",
        ".webmanifest" => "application/manifest+json",
        _ => "text/plain; charset=utf-8",
    };

    private sealed class Asset(byte[] bytes, string type)
    {
        private readonly Lazy<byte[]> _brotli = new(() => Compress(bytes, target => new BrotliStream(target, CompressionLevel.SmallestSize)));
        private readonly Lazy<byte[]> _gzip = new(() => Compress(bytes, target => new GZipStream(target, CompressionLevel.SmallestSize)));

        public byte[] Bytes => bytes;

        public string Type => type;

        public byte[] Brotli => _brotli.Value;

        public byte[] Gzip => _gzip.Value;

        private static byte[] Compress(byte[] bytes, Func<Stream, Stream> open)
        {
            using var target = new MemoryStream();
            using (var compressor = open(target))
            {
                compressor.Write(bytes);
            }

            return target.ToArray();
        }
    }
}
