using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using BelmAgent.Imaging;
using BelmAgent.Imaging.Codecs;
using BelmAgent.Imaging.Comparison;

namespace BelmAgent.Evaluation.Edits;

/// <summary>Reads a set of edit pairs from its folder.</summary>
internal sealed class EditPairSetReader(string folder)
{
    public const string HeadFile = "set.json";
    public const string PairsFile = "pairs.jsonl";
    private const int MaxSide = 8192;

    /// <exception cref="BelmException"><c>not_edit_pairs</c>: a file is missing, damaged or not in the expected format.</exception>
    public EditPairSet Read()
    {
        var head = Parse<EditPairSetHead>(Bytes(HeadFile), HeadFile);
        Require(head.Format is >= 1 and <= EditPairSetHead.CurrentFormat, HeadFile, $"its format is {head.Format}, and this version reads {EditPairSetHead.CurrentFormat}");
        Require(head is { Width: >= 1 and <= MaxSide, Height: >= 1 and <= MaxSide }, HeadFile, $"its images cannot be {head.Width}×{head.Height}");
        var list = Bytes(PairsFile);
        RequireHash(list, head.PairsSha256, PairsFile);
        var lines = Encoding.UTF8.GetString(list).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Require(lines.Length == head.Pairs, PairsFile, $"it has {lines.Length} pairs, and {HeadFile} counts {head.Pairs}");

        var pairs = lines.Select((line, i) => Pair(Parse<EditPairLine>(Encoding.UTF8.GetBytes(line), $"{PairsFile}, line {i + 1}"), head)).ToList();
        Require(pairs.Select(pair => pair.Id).Distinct().Count() == pairs.Count, PairsFile, "two pairs have the same id");
        return new EditPairSet(head.Name, head.PairsSha256, head.Kinds, head.Halves, pairs);
    }

    private EditPair Pair(EditPairLine line, EditPairSetHead head)
    {
        Require(head.Kinds.Contains(line.Kind) && head.Halves.Contains(line.Half), PairsFile, $"{line.Id} is of kind '{line.Kind}' and half '{line.Half}', which {HeadFile} does not know");
        Require(
            line.Changes.Count > 0 && line.Changes.All(change => change.Value is [var before, var after] && before != after && line.Attributes.GetValueOrDefault(change.Key) == before),
            PairsFile, $"the changes of {line.Id} do not start from its attributes");
        Require(
            line.Id.Length > 0 && line.Id.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '-' or '_'),
            PairsFile, $"'{line.Id}' is not an id, which consists of letters, digits, '-' and '_'");
        Require(Path.GetFileName(line.File) == line.File, PairsFile, $"{line.Id} names a file outside the folder");
        Require(head.Generated == line.Seed is not null, PairsFile, $"{line.Id} has {(head.Generated ? "no seed to generate its source from" : "a seed, but its source is drawn")}");

        var parts = head.Generated ? 2 : 3;
        var strip = Strip(line, parts * head.Width, head.Height);
        RgbImage Part(int place) => strip.Crop(new ImageRegion(place * head.Width, 0, head.Width, head.Height));
        var mask = Mask(Part(head.Generated ? 0 : 2), line.File);
        Require(mask.Count > 0, line.File, "its mask is empty");
        return new EditPair
        {
            Id = line.Id,
            Half = line.Half,
            Kind = line.Kind,
            Request = line.Request,
            SourceCaption = line.SourceCaption,
            TargetCaption = line.TargetCaption,
            Asked = line.Changes.ToDictionary(change => change.Key, change => change.Value[1]),
            Attributes = line.Attributes,
            Source = head.Generated ? null : Part(0),
            Seed = line.Seed,
            Ideal = head.Generated ? null : Part(1),
            Mask = mask,
            Outlines = head.Generated ? Mask(Part(1), line.File) : null,
        };
    }

    private RgbImage Strip(EditPairLine line, int width, int height)
    {
        var bytes = Bytes(line.File);
        RequireHash(bytes, line.Sha256, line.File);
        try
        {
            var strip = ImageCodec.Decode(bytes, ImageLimits.Default, line.File);
            Require(strip.Width == width && strip.Height == height, line.File, $"it is {strip.Width}×{strip.Height} and not {width}×{height}");
            return strip;
        }
        catch (ImageFormatException e)
        {
            throw Fault(line.File, "it is not a readable image", e);
        }
    }

    private ImageMask Mask(RgbImage picture, string file)
    {
        var inside = new bool[picture.Width * picture.Height];
        for (var i = 0; i < inside.Length; i++)
        {
            var pixel = picture.Pixels.Slice(i * RgbImage.Channels, RgbImage.Channels);
            Require(pixel is [0, 0, 0] or [255, 255, 255], file, "its mask is not black and white");
            inside[i] = pixel[0] == 255;
        }

        return new ImageMask(picture.Width, picture.Height, inside);
    }

    private byte[] Bytes(string name)
    {
        try
        {
            return File.ReadAllBytes(Path.Combine(folder, name));
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            throw Fault(name, "it is missing", e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw Fault(name, "it cannot be read", e);
        }
    }

    private T Parse<T>(ReadOnlySpan<byte> json, string name)
    {
        try
        {
            return JsonSerializer.Deserialize<T>(json) ?? throw Fault(name, "it is not in the expected form");
        }
        catch (JsonException e)
        {
            throw Fault(name, "it is not in the expected form", e);
        }
    }

    private void RequireHash(byte[] content, string sha256, string name) =>
        Require(Convert.ToHexStringLower(SHA256.HashData(content)) == sha256, name, "its content does not have the recorded SHA-256");

    private void Require(bool holds, string name, string detail)
    {
        if (!holds)
        {
            throw Fault(name, detail);
        }
    }

    private BelmException Fault(string name, string detail, Exception? inner = null) => new(
        "not_edit_pairs",
        ErrorKind.InvalidInput,
        $"'{Path.Combine(folder, name)}' cannot be used as part of a set of edit pairs ({detail})",
        "draw the set again with its edits.py under tools, or name another folder",
        inner)
    {
        SafeProblem = $"The set of edit pairs cannot be used ({detail})",
    };
}
