using System.ComponentModel.DataAnnotations;
using BelmAgent.Diffusion.AttentionControl;

namespace BelmAgent.Diffusion.Tests.AttentionControl;

public class AttentionControlOptionsTests
{
    [Fact]
    public void The_defaults_are_valid() => Assert.Empty(Faults(new AttentionControlOptions()));

    [Theory]
    [InlineData(-1, 256, null, "Belm:Attention:MaxSelfTokens")]
    [InlineData(65_537, 256, null, "Belm:Attention:MaxSelfTokens")]
    [InlineData(0, 0, null, "Belm:Attention:BlendTokens")]
    [InlineData(0, 65_537, null, "Belm:Attention:BlendTokens")]
    [InlineData(0, 1, " ", "Belm:Attention:CacheFolder")]
    public void A_wrong_setting_is_named(int self, int blend, string? folder, string key)
    {
        var fault = Assert.Single(Faults(new AttentionControlOptions { MaxSelfTokens = self, BlendTokens = blend, CacheFolder = folder }));

        Assert.StartsWith(key, fault.ErrorMessage, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_is_no_cache_folder() =>
        Assert.Single(Faults(new AttentionControlOptions { CacheFolder = Path.Combine(ToyTown.Path, "unet", "model.onnx") }));

    [Fact]
    public void The_default_cache_folder_is_the_user_s() => Assert.True(Path.IsPathRooted(AttentionControlOptions.DefaultCacheFolder));

    private static List<ValidationResult> Faults(AttentionControlOptions options)
    {
        List<ValidationResult> faults = [];
        _ = Validator.TryValidateObject(options, new ValidationContext(options), faults, validateAllProperties: true);
        return faults;
    }
}
