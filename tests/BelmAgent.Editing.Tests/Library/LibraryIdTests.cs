using System.Text.RegularExpressions;
using BelmAgent.Editing.Library;
using BelmAgent.Editing.Tests.Doubles;

namespace BelmAgent.Editing.Tests.Library;

/// <summary>Ids sort by age, cannot be guessed, and are safe as file names.</summary>
public sealed partial class LibraryIdTests
{
    [Fact]
    public void Ids_sort_by_age_as_text()
    {
        foreach (var step in new[] { TimeSpan.FromMilliseconds(1), TimeSpan.FromHours(7), TimeSpan.FromDays(365) })
        {
            var ids = new LibraryId(new SteppingClock(Libraries.Start, step));
            var made = Enumerable.Range(0, 50).Select(_ => ids.Next("img")).ToList();
            Assert.Equal(made.Order(StringComparer.Ordinal), made);
        }
    }

    [Fact]
    public void Ids_of_one_moment_differ()
    {
        var ids = new LibraryId(new SteppingClock(Libraries.Start, TimeSpan.Zero));
        var made = Enumerable.Range(0, 1000).Select(_ => ids.Next("img")).ToList();
        Assert.Equal(1000, made.Distinct().Count());
        Assert.Single(made.Select(id => id[..13]).Distinct());
    }

    [Fact]
    public void Ids_have_one_form_and_pass_their_own_check()
    {
        var ids = new LibraryId(TimeProvider.System);
        for (var i = 0; i < 1000; i++)
        {
            var id = ids.Next("img");
            Assert.Matches(Form(), id);
            Assert.True(LibraryId.IsValid(id, "img"));
            Assert.False(LibraryId.IsValid(id, "inv"));
        }
    }

    [Fact]
    public void Clock_and_randomness_are_the_callers()
    {
        var ids = new LibraryId(
            new SteppingClock(DateTimeOffset.FromUnixTimeMilliseconds(32 + 5), TimeSpan.Zero),
            bytes => bytes.Fill(0xFF));
        Assert.Equal("inv_000000015zzzzzz", ids.Next("inv"));
    }

    [Theory]
    [InlineData("img_0000000000000000")]
    [InlineData("img_00000000000000")]
    [InlineData("img-000000000000000")]
    [InlineData("IMG_000000000000000")]
    [InlineData("img_00000000000000A")]
    [InlineData("img_00000000000000i")]
    [InlineData("img_0000000000000/0")]
    [InlineData("img_0000000000000..")]
    [InlineData("img_00000000000000\0")]
    [InlineData("img_00000000000000\n")]
    [InlineData("img_00000000000000é")]
    [InlineData(" img_00000000000000")]
    [InlineData("")]
    [InlineData(null)]
    public void Anything_else_is_no_id(string? text) => Assert.False(LibraryId.IsValid(text, "img"));

    [Theory]
    [InlineData("img_0000000000000ab", true)]
    [InlineData("prop_0000000000000ab", true)]
    [InlineData("img_0000000000000a", false)]
    [InlineData("_0000000000000ab", false)]
    [InlineData("Img_0000000000000ab", false)]
    [InlineData("make it night", false)]
    [InlineData(null, false)]
    public void An_id_of_anything(string? text, bool isOne) => Assert.Equal(isOne, LibraryId.IsValid(text));

    [Fact]
    public void A_next_id_sorts_after_another_also_of_a_later_time()
    {
        var ids = new LibraryId(new SteppingClock(Libraries.Start, TimeSpan.Zero), bytes => bytes.Fill(31));
        var id = ids.Next("aud", after: null);
        for (var i = 0; i < 100; i++)
        {
            var next = ids.Next("aud", after: id);
            Assert.True(string.CompareOrdinal(next, id) > 0 && LibraryId.IsValid(next, "aud"), next);
            id = next;
        }
    }

    [GeneratedRegex("^img_[0-9a-hjkmnp-tv-z]{15}$")]
    private static partial Regex Form();
}
