using System.Text.Json;
using BelmAgent.Diffusion.Models;
using BelmAgent.Diffusion.Text;

namespace BelmAgent.Diffusion.Tests.Text;

public sealed class ClipTokenizerTests : IDisposable
{
    private const int Begin = 49406;
    private const int End = 49407;
    private readonly string _folder = Directory.CreateTempSubdirectory("belm-tokenizer").FullName;

    public ClipTokenizerTests()
    {
        foreach (var file in (string[])["vocab.json", "merges.txt"])
        {
            File.Copy(Data(file), Path.Combine(_folder, file));
        }
    }

    [Fact]
    public void Ids_equal_those_of_the_reference_tokenizer_for_every_golden_text()
    {
        var tokenizer = ClipTokenizer.Load(_folder);
        using var golden = JsonDocument.Parse(File.ReadAllBytes(Data("golden_tokens.json")));
        var checkedTexts = 0;
        foreach (var pair in golden.RootElement.EnumerateArray())
        {
            var expected = pair[1].EnumerateArray().Select(id => id.GetInt32());
            Assert.Equal(expected, tokenizer.Tokenize(pair[0].GetString()!));
            checkedTexts++;
        }

        Assert.True(checkedTexts >= 10);
    }

    [Fact]
    public void A_text_begins_ends_and_is_padded_with_the_end_token_as_in_the_first_Stable_Diffusion()
    {
        var ids = ClipTokenizer.Load(_folder).Encode("a cat");

        Assert.Equal(77, ids.Length);
        Assert.Equal([Begin, 320, 2368, End, End], ids[..5]);
        Assert.All(ids[3..], id => Assert.Equal(End, id));
    }

    [Fact]
    public void The_pad_token_and_length_come_from_the_folder()
    {
        Write("tokenizer_config.json", """{"model_max_length": 16}""");
        Write("special_tokens_map.json", """{"pad_token": "!", "eos_token": {"content": "<|endoftext|>"}}""");

        var ids = ClipTokenizer.Load(_folder).Encode("a cat");

        Assert.Equal([Begin, 320, 2368, End, .. Enumerable.Repeat(0, 12)], ids);
    }

    [Fact]
    public void A_long_text_is_truncated_and_still_ends()
    {
        var tokenizer = ClipTokenizer.Load(_folder);
        var ids = tokenizer.Encode(string.Join(' ', Enumerable.Repeat("cat", 200)));

        Assert.Equal(77, ids.Length);
        Assert.Equal(Begin, ids[0]);
        Assert.Equal(End, ids[^1]);
        Assert.All(ids[1..^1], id => Assert.Equal(2368, id));
    }

    [Theory]
    [InlineData("fish &amp; chips", "fish & chips")]
    [InlineData("  A   CAT\n", "a cat")]
    public void Entities_white_space_and_case_make_no_difference(string text, string plain)
    {
        var tokenizer = ClipTokenizer.Load(_folder);

        Assert.Equal(tokenizer.Encode(plain), tokenizer.Encode(text));
    }

    [Fact]
    public void A_prompt_cannot_write_special_tokens()
    {
        Assert.DoesNotContain(End, ClipTokenizer.Load(_folder).Tokenize("<|endoftext|>"));
    }

    [Fact]
    public void A_damaged_vocabulary_is_named()
    {
        Write("vocab.json", """{"a": 0, """);

        var exception = Assert.Throws<ModelException>(() => ClipTokenizer.Load(_folder));

        Assert.EndsWith("vocab.json", exception.Path, StringComparison.Ordinal);
    }

    [Fact]
    public void A_special_token_outside_the_vocabulary_is_refused()
    {
        Write("special_tokens_map.json", """{"pad_token": "<nowhere>"}""");

        Assert.Contains("<nowhere>", Assert.Throws<ModelException>(() => ClipTokenizer.Load(_folder)).Problem, StringComparison.Ordinal);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private static string Data(string file) => Path.Combine(AppContext.BaseDirectory, "Data", "clip", file);

    private void Write(string file, string content) => File.WriteAllText(Path.Combine(_folder, file), content);
}
