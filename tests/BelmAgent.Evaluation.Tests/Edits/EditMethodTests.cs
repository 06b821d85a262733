using System.Text.Json;
using BelmAgent.Editing.Plans;
using BelmAgent.Evaluation.Edits;

namespace BelmAgent.Evaluation.Tests.Edits;

/// <summary>Methods by name and by grids of settings.</summary>
public class EditMethodTests
{
    [Fact]
    public void Named_methods_differ_in_name_and_in_settings()
    {
        Assert.Equal(EditMethodCatalog.Methods.Count, EditMethodCatalog.Methods.Select(method => method.Name).Distinct().Count());
        Assert.Equal(EditMethodCatalog.Methods.Count, EditMethodCatalog.Methods.Select(method => method.Canonical()).Distinct().Count());
    }

    [Fact]
    public void Every_named_method_can_be_run() => Assert.All(EditMethodCatalog.Methods, EditMethodRun.ThrowIfUnsupported);

    [Fact]
    public void A_method_whose_settings_do_not_go_together_is_refused_before_anything_runs() =>
        Assert.Equal("blend", Assert.Throws<LimitExceededException>(
            () => EditMethodRun.ThrowIfUnsupported(new EditMethod { Sampler = "edict", Target = TargetSampler.Carried, Blend = BlendKind.Departure })).Setting);

    [Fact]
    public void Names_and_groups_are_found_each_once()
    {
        Assert.Equal(["ddim", "unedited", "ideal", "ideal-composed"], EditMethodCatalog.Find(["ddim", "bounds", "ddim"]).Select(method => method.Name));
        Assert.Equal("methods", Assert.Throws<LimitExceededException>(() => EditMethodCatalog.Find(["magic"])).Setting);
    }

    [Fact]
    public void A_name_may_carry_settings_of_its_own()
    {
        var methods = EditMethodCatalog.Find(["ddim:guidance=2:steps=20", "direct-inversion-p2p", "ddim"]);

        Assert.Equal(["ddim guidance=2 steps=20", "direct-inversion-p2p", "ddim"], methods.Select(method => method.Name));
        Assert.Equal([(2, 20), (7.5, 50), (5, 50)], methods.Select(method => (method.Guidance, method.Steps)));
        Assert.Equal("guidance", Assert.Throws<LimitExceededException>(() => EditMethodCatalog.Find(["ddim:guidance=0"])).Setting);
        Assert.Equal("sweep", Assert.Throws<LimitExceededException>(() => EditMethodCatalog.Find(["ddim:20"])).Setting);
    }

    [Fact]
    public void DDIM_gets_the_same_correction_and_the_same_bounds_as_O_BELM()
    {
        var (corrected, bounded) = (Named("o-belm-corrected"), Named("o-belm-preset"));

        Assert.Equal(corrected with { Sampler = "ddim" }, Named("ddim-corrected"));
        Assert.Equal(bounded with { Sampler = "ddim" }, Named("ddim-corrected-bounded"));

        static EditMethod Named(string name) => EditMethodCatalog.Find([name])[0] with { Name = "" };
    }

    [Fact]
    public void The_default_leaves_the_sampler_to_the_kind()
    {
        var method = EditMethodCatalog.Find(["default"])[0];

        Assert.Equal(method, JsonSerializer.Deserialize<EditMethod>(JsonSerializer.Serialize(method)));
        Assert.Equal((null, null), (method.Canonical().Sampler, method.Canonical().Target));
    }

    [Fact]
    public void A_sweep_makes_every_combination_once()
    {
        var methods = EditSweep.Apply(
            EditMethodCatalog.Find(["unedited", "o-belm-corrected", "o-belm-p2p"]), [EditSweep.Parse("guidance=3,5"), EditSweep.Parse("cross=0.2,0.8")]);

        // Settings that a method does not read add no methods.
        Assert.Equal(
            [
                "unedited", "o-belm-corrected guidance=3", "o-belm-corrected guidance=5",
                "o-belm-p2p guidance=3 cross=0.2", "o-belm-p2p guidance=3 cross=0.8", "o-belm-p2p guidance=5 cross=0.2", "o-belm-p2p guidance=5 cross=0.8",
            ],
            methods.Select(method => method.Name));
        Assert.Equal((5, 0.8), (methods[^1].Guidance, methods[^1].CrossSteps));
    }

    [Theory]
    [InlineData("guidance", "sweep")]
    [InlineData("guidance=", "sweep")]
    [InlineData("magic=1", "sweep")]
    [InlineData("guidance=0", "guidance")]
    [InlineData("guidance=3,x", "guidance")]
    [InlineData("steps=1", "steps")]
    [InlineData("control=all", "control")]
    [InlineData("direct=maybe", "direct")]
    [InlineData("grid=spiral", "grid")]
    public void A_sweep_that_cannot_be_meant_is_refused(string text, string setting) =>
        Assert.Equal(setting, Assert.Throws<LimitExceededException>(() => EditSweep.Parse(text)).Setting);

    [Theory]
    [InlineData("kappa=0.5", "sampler=belm", "belm")]
    [InlineData("cross_mode=replace", "control=prompt-to-prompt", "o-belm")]
    [InlineData("blend_threshold=0.9", "blend=departure", "o-belm")]
    [InlineData("inversion_timestep=destination", "sampler=ddim", "ddim")]
    public void A_setting_counts_only_where_it_is_read(string setting, string where, string sampler)
    {
        var (varied, place) = (EditSweep.Parse(setting), EditSweep.Parse(where));
        var (plain, reading) = (new EditMethod(), place.Setting.With(new EditMethod(), place.Values[0]));

        Assert.Equal(plain.Canonical(), varied.Setting.With(plain, varied.Values[0]).Canonical());
        Assert.NotEqual(reading.Canonical(), varied.Setting.With(reading, varied.Values[0]).Canonical());
        Assert.Equal(sampler, reading.Sampler);
    }

    [Fact]
    public void The_parity_experiment_has_neighbouring_nodes_of_each_setting()
    {
        var methods = ParityExperiment.Default.Methods();

        Assert.Equal(3 * 2 * 2 * 3 * 2, methods.Count);
        Assert.Equal(methods.Count, methods.Select(method => method.Canonical()).Distinct().Count());
        Assert.Equal([38, 39], methods.Where(method => method.Steps == 50).Select(method => (int)Math.Round(method.Strength * 50)).Distinct());
        Assert.All(methods, method => Assert.Equal(1, method.InversionGuidance));
        Assert.All((ParityExperiment.Default with { SameGuidance = true }).Methods(), method => Assert.Equal(method.Guidance, method.InversionGuidance));
    }
}
