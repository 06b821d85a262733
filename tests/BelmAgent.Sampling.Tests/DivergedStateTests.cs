namespace BelmAgent.Sampling.Tests;

public sealed class DivergedStateTests
{
    private static readonly TimeGrid _grid = TimeGrid.Linspace(Cases.StableDiffusion, 200);

    // Like a network in single precision, which returns NaN for values that it cannot represent.
    private static readonly FunctionPredictor _network = new((x, _) => MathF.Sin((float)x));

    [Theory]
    [InlineData("gamma", "γ = 0.5")]
    [InlineData("mixing", "p = 0.5")]
    public void A_setting_that_lets_the_state_outgrow_the_network_is_named_with_the_steps(string setting, string words)
    {
        DivergedStateException exception = Assert.Throws<DivergedStateException>(() => Make(setting, 0.5).Invert([0.7, 0.1], _network));

        Assert.Equal((setting, 0.5, 200), (exception.Setting, exception.Value, exception.Steps));
        Assert.Contains(words, exception.Message, StringComparison.Ordinal);
        Assert.Contains("200 steps", exception.Message, StringComparison.Ordinal);
        Assert.InRange(exception.Node, 1, 199);
        Assert.True(exception.Magnitude > 1e4);
    }

    [Theory]
    [InlineData("gamma")]
    [InlineData("mixing")]
    public void What_the_network_says_of_it_is_kept(string setting)
    {
        FunctionPredictor network = new((x, _) => float.IsFinite((float)x) ? Math.Sin(x) : throw Overflow());

        Assert.IsType<NonFiniteOutputException>(Assert.Throws<DivergedStateException>(() => Make(setting, 0.5).Invert([0.7], network)).InnerException);
    }

    [Theory]
    [InlineData("gamma")]
    [InlineData("mixing")]
    public void A_network_that_fails_on_a_sound_state_is_not_blamed_on_the_setting(string setting)
    {
        FunctionPredictor silent = new((x, node) => node.Index == 7 ? double.NaN : Math.Sin(x));
        FunctionPredictor telling = new((x, node) => node.Index == 7 ? throw Overflow() : Math.Sin(x));

        Assert.Throws<NonFiniteOutputException>(() => Make(setting, 0.97).Invert([0.7], silent));
        Assert.Equal("noise", Assert.Throws<NonFiniteOutputException>(() => Make(setting, 0.97).Invert([0.7], telling)).Output);
    }

    [Fact]
    public void Another_failure_stays_what_it_is()
    {
        FunctionPredictor broken = new((x, _) => Math.Abs(x) < 1e6 ? Math.Sin(x) : throw new IOException());

        Assert.Throws<IOException>(() => Make("gamma", 0.5).Invert([0.7], broken));
    }

    private static Sampler Make(string setting, double value)
        => setting == "gamma" ? TwoStepSampler.Bdia(_grid, value) : new EdictSampler(_grid, value);

    private static NonFiniteOutputException Overflow() => new("unet.onnx", "noise", 500);
}
