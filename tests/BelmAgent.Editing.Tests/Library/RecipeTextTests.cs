using System.Text.Json;
using BelmAgent.Editing.Library;
using BelmAgent.Editing.Plans;
using BelmAgent.Imaging.Codecs;

namespace BelmAgent.Editing.Tests.Library;

/// <summary>Recipes are read by earlier and later versions without loss or crash.</summary>
public sealed class RecipeTextTests
{
    [Fact]
    public void Is_snake_case_json_without_empty_fields()
    {
        var text = RecipeText.Compose(
            new PictureRecipe
            {
                Kind = PictureKind.Edited,
                ParentId = "img_000000000000000",
                Caption = "kůň",
                Measures = new Dictionary<string, double> { ["psnr"] = double.PositiveInfinity },
            },
            Libraries.Start);
        Assert.Equal(
            """{"kind":"edited","parent_id":"img_000000000000000","caption":"kůň","measures":{"psnr":"Infinity"}}""",
            text["belm"]);
        Assert.Equal("2026-01-02T03:04:05.0000000Z", text["Creation Time"]);
    }

    [Fact]
    public void Fields_of_a_later_version_are_kept()
    {
        const string Text = """{"kind":"generated","prompt":"a cat","style_strength":{"low":[1,2]},"upscaled":true}""";
        var recipe = Parse(Text)!;
        Assert.Equal((PictureKind.Generated, "a cat"), (recipe.Kind, recipe.Prompt));
        Assert.Equal(Text, RecipeText.Compose(recipe, Libraries.Start)["belm"]);
    }

    [Fact]
    public void A_kind_of_a_later_version_costs_nothing_else()
    {
        var recipe = Parse("""{"kind":"upscaled","parent_id":"img_000000000000000","caption":"a cat","factor":4}""")!;
        Assert.Equal(
            (PictureKind.Unknown, "img_000000000000000", "a cat"), (recipe.Kind, recipe.ParentId, recipe.Caption));
        Assert.Equal(4, recipe.Extra!["factor"].GetInt32());
    }

    [Fact]
    public void A_field_that_cannot_be_read_costs_nothing_else()
    {
        var recipe = Parse("""{"kind":"edited","plan":{"edit_type":"teleport"},"seed":"many","caption":"a cat","steps":20}""")!;
        Assert.Equal((PictureKind.Edited, "a cat", 20), (recipe.Kind, recipe.Caption, recipe.Steps));
        Assert.Null(recipe.Plan);
        Assert.Equal("teleport", recipe.Extra!["plan"].GetProperty("edit_type").GetString());
        Assert.Equal("many", recipe.Extra["seed"].GetString());
        var again = Parse(RecipeText.Compose(recipe, Libraries.Start)["belm"])!;
        Assert.Equal("teleport", again.Extra!["plan"].GetProperty("edit_type").GetString());
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("[1]")]
    [InlineData("{\"kind\":")]
    [InlineData("a cat")]
    [InlineData("{\"kind\":\"x\",\"caption\":\"a\",\"caption\":\"b\"}")]
    [InlineData("{\"\\ud800\":1}")]
    public void What_is_no_recipe_is_none(string text) => Assert.Null(Parse(text));

    [Fact]
    public void Text_that_is_no_text_costs_only_its_field()
    {
        var recipe = Parse("""{"kind":"generated","caption":"\ud800","prompt":"a cat"}""")!;
        Assert.Equal((PictureKind.Generated, null, "a cat"), (recipe.Kind, recipe.Caption, recipe.Prompt));
    }

    [Fact]
    public void An_empty_object_is_a_recipe_of_unknown_kind() => Assert.Equal(PictureKind.Unknown, Parse("{}")!.Kind);

    [Fact]
    public void A_plan_comes_back()
    {
        var plan = new EditPlan
        {
            SourcePrompt = "a",
            TargetPrompt = "b",
            EditType = EditType.ChangeStyle,
            DirectInversion = new DirectInversionSetting { Control = AttentionControl.MutualSelfAttention, CrossSteps = 0.8, BlendWords = ["x", "y"] },
            Strength = 0.1,
            Kappa = 0.5,
            Seed = -1,
        };
        var text = RecipeText.Compose(new PictureRecipe { Kind = PictureKind.Edited, Plan = plan }, Libraries.Start)["belm"];
        Assert.Equivalent(plan, Parse(text)!.Plan, strict: true);
        Assert.Contains("\"control\":\"mutual-self-attention\"", text, StringComparison.Ordinal);
        Assert.Equal("change_style", JsonDocument.Parse(text).RootElement.GetProperty("plan").GetProperty("edit_type").GetString());
    }

    [Theory]
    [InlineData("2026-01-02T03:04:05.0000000Z", true)]
    [InlineData("2026-01-02T04:04:05+01:00", true)]
    [InlineData("yesterday", false)]
    public void The_time_is_read_if_it_is_one(string text, bool isTime)
    {
        var png = new PngSummary(1, 1, new Dictionary<string, string> { ["Creation Time"] = text });
        Assert.Equal(isTime ? Libraries.Start : null, RecipeText.FindCreated(png));
    }

    private static PictureRecipe? Parse(string text) =>
        RecipeText.FindRecipe(new PngSummary(1, 1, new Dictionary<string, string> { ["belm"] = text }));
}
