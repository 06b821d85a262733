using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using BelmAgent.Editing.Tests.Doubles;
using BelmAgent.Imaging;
using BelmAgent.Imaging.Codecs;

namespace BelmAgent.Evaluation.Tests.Edits;

/// <summary>A valid set of two pairs in a folder of its own, to be damaged.</summary>
internal sealed class SmallSet : IDisposable
{
    public const int Size = 8;
    private readonly TemporaryFolder _folder = new();

    public SmallSet()
    {
        Pairs = [Pair("one", "colour"), Pair("two", "sky")];
        Head = new JsonObject
        {
            ["name"] = "Small", ["format"] = 1, ["pairs"] = 2, ["size"] = Size, ["kinds"] = new JsonArray("colour", "sky"), ["halves"] = new JsonArray("tune", "report"), ["seed"] = 1,
        };
        Write();
    }

    public string Path => _folder.Path;

    public JsonObject Head { get; }

    public List<JsonObject> Pairs { get; }

    public string this[string name] => _folder[name];

    /// <summary>Writes the list and the head with a matching hash.</summary>
    public void Write()
    {
        var list = string.Concat(Pairs.Select(pair => pair.ToJsonString() + "\n"));
        File.WriteAllText(this["pairs.jsonl"], list);
        Head["pairs_sha256"] = Hash(Encoding.UTF8.GetBytes(list));
        File.WriteAllText(this["set.json"], Head.ToJsonString());
    }

    /// <summary>Writes another strip for a pair with a matching hash.</summary>
    public void Redraw(int pair, int width, Func<int, int, RgbColor> color)
    {
        var pixels = new byte[width * Size * RgbImage.Channels];
        for (var i = 0; i < width * Size; i++)
        {
            var (r, g, b) = (color(i % width, i / width).R, color(i % width, i / width).G, color(i % width, i / width).B);
            (pixels[3 * i], pixels[(3 * i) + 1], pixels[(3 * i) + 2]) = (r, g, b);
        }

        var png = ImageCodec.EncodePng(new RgbImage(width, Size, pixels));
        var name = (string)Pairs[pair]["file"]!;
        File.WriteAllBytes(this[name], png);
        Pairs[pair]["sha256"] = Hash(png);
        Write();
    }

    public void Dispose() => _folder.Dispose();

    // A grey picture whose left half becomes white.
    private static RgbColor Sound(int x, int y) => (x / Size) switch
    {
        0 => RgbColor.Grey,
        1 => x % Size < Size / 2 ? RgbColor.White : RgbColor.Grey,
        _ => x % Size < Size / 2 ? RgbColor.White : RgbColor.Black,
    };

    private static string Hash(byte[] content) => Convert.ToHexStringLower(SHA256.HashData(content));

    private JsonObject Pair(string id, string kind)
    {
        var pixels = new byte[3 * Size * Size * RgbImage.Channels];
        for (var i = 0; i < 3 * Size * Size; i++)
        {
            Array.Fill(pixels, Sound(i % (3 * Size), i / (3 * Size)).R, 3 * i, 3);
        }

        var png = ImageCodec.EncodePng(new RgbImage(3 * Size, Size, pixels));
        File.WriteAllBytes(this[$"{id}.png"], png);
        return new JsonObject
        {
            ["id"] = id, ["half"] = "tune", ["kind"] = kind, ["request"] = "make it white", ["source_caption"] = "grey", ["target_caption"] = "white",
            ["changes"] = new JsonObject { ["color"] = new JsonArray("grey", "white") }, ["attributes"] = new JsonObject { ["color"] = "grey" },
            ["mask_share"] = 0.5, ["file"] = $"{id}.png", ["sha256"] = Hash(png),
        };
    }
}
