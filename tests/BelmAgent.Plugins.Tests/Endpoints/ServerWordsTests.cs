using BelmAgent.Plugins.Endpoints.Wire;

namespace BelmAgent.Plugins.Tests.Endpoints;

public class ServerWordsTests
{
    [Theory]
    [InlineData("Model not found.", "Model not found")]
    [InlineData("a\r\n\tb\u001b[2J c", "a b [2J c")]
    [InlineData("Incorrect API key provided: sk-proj-abcdEFGH1234. Find it at https://x.org", "Incorrect API key provided: … Find it at https://x.org")]
    [InlineData("key: hunter2 is wrong", "key: … is wrong")]
    [InlineData("Authorization: Bearer abc.def.ghi was refused", "Authorization: Bearer … was refused")]
    [InlineData("cannot reach https://user:pass@host/v1", "cannot reach https://…@host/v1")]
    [InlineData("token 0123456789abcdef0123456789abcdef", "token …")]
    [InlineData("hf_abcdefghijklmn has no access", "… has no access")]
    [InlineData("", null)]
    [InlineData(null, null)]
    [InlineData(" \n", null)]
    public void Words_are_one_line_without_keys(string? words, string? told) => Assert.Equal(told, ServerWords.Shorten(words));

    [Fact]
    public void Words_are_short()
    {
        var told = ServerWords.Shorten(string.Concat(Enumerable.Repeat("no room ", 10_000)))!;

        Assert.Equal(201, told.Length + 1);
        Assert.EndsWith("…", told, StringComparison.Ordinal);
    }
}
