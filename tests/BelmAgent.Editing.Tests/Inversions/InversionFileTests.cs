using BelmAgent.Editing.Inversions;

namespace BelmAgent.Editing.Tests.Inversions;

/// <summary>An inversion is restored bit for bit, or not at all.</summary>
public sealed class InversionFileTests
{
    [Fact]
    public void Comes_back_to_the_bit()
    {
        var (saved, read) = (Samples.Floating(), Samples.Read(Samples.Write(Samples.Floating())));
        AssertSameBits(saved.Position, read.Position);
        AssertSameBits(saved.Companion!, read.Companion!);
        AssertSameBits(saved.Trajectory!, read.Trajectory!);
        AssertSameBits(saved.Noise!, read.Noise!);
        Assert.Equal(saved.Metadata.Grid, read.Metadata.Grid);
        Assert.Equivalent(saved.Metadata with { Extra = null }, read.Metadata, strict: true);
    }

    [Fact]
    public void Fixed_point_comes_back_to_the_bit()
    {
        var (saved, read) = (Samples.FixedPoint(), Samples.Read(Samples.Write(Samples.FixedPoint())));
        Assert.Equal(saved.Position.Integers, read.Position.Integers);
        Assert.Equal((true, 32), (read.Metadata.FixedPoint, read.Metadata.FractionBits));
        Assert.Null(read.Trajectory);
        Assert.Null(read.Noise);
    }

    [Fact]
    public void Of_order_3_two_states_below_come_back()
    {
        var pair = SafetensorsTensor.Create([2, 1, 2, 3, 4], [.. Enumerable.Range(0, 48).Select(i => i / 7.0)]);
        var saved = Samples.Floating() with { Metadata = Samples.Metadata() with { Kappa = null, Order = 3 }, Companion = pair };
        var read = Samples.Read(Samples.Write(saved));
        AssertSameBits(pair, read.Companion!);
        Assert.Equal(3, read.Metadata.Order);
        Assert.Throws<InversionFormatException>(() => Samples.Read(Samples.Write(saved with { Metadata = saved.Metadata with { Order = null } })));
        Assert.Throws<InversionFormatException>(() => Samples.Read(Samples.Write(saved with { Metadata = saved.Metadata with { Order = -1 } })));
    }

    [Fact]
    public void One_state_is_enough()
    {
        var read = Samples.Read(Samples.Write(new InversionRecord { Metadata = Samples.Metadata(), Position = Samples.Floating().Position }));
        Assert.Null(read.Companion);
    }

    [Fact]
    public void Fields_of_a_later_version_are_kept()
    {
        var read = Replace("\\\"app_version\\\":\\\"0.1.0\\\"", "\\\"spacing\\\":\\\"rho\\\"");
        Assert.Equal("rho", read.Metadata.Extra!["spacing"].GetString());
        Assert.Equal("rho", Samples.Read(Samples.Write(read)).Metadata.Extra!["spacing"].GetString());
    }

    [Fact]
    public void A_later_format_is_told_as_such()
    {
        var error = Assert.Throws<InversionFormatException>(
            () => Replace("\\\"format_version\\\":1,\\\"inversion_id\\\"", "\\\"format_version\\\":2,\\\"conversion\\\""));
        Assert.Equal(InversionFault.LaterVersion, error.Fault);
    }

    [Theory]
    [InlineData("\\\"model_hash\\\":\\\"00ff\\\",", "")]
    [InlineData("\\\"model_hash\\\":\\\"00ff\\\",", "\\\"model_hash\\\":null,")]
    [InlineData("\\\"node\\\":2", "\\\"node\\\":0")]
    [InlineData("\\\"node\\\":2", "\\\"node\\\":3")]
    [InlineData("\\\"node\\\":2", "\\\"node\\\":4")]
    [InlineData("\\\"steps\\\":3", "\\\"steps\\\":4")]
    [InlineData("\\\"steps\\\":3", "\\\"steps\\\":2147483647")]
    [InlineData("latent_shape\\\":[1,2,3,4]", "latent_shape\\\":[1,2,4,3]")]
    [InlineData("latent_shape\\\":[1,2,3,4]", "latent_shape\\\":[24]")]
    [InlineData("latent_shape\\\":[1,2,3,4]", "latent_shape\\\":[-1,-2,3,4]")]
    [InlineData("\\\"fixed_point\\\":false", "\\\"fixed_point\\\":true")]
    [InlineData("\\\"belm\\\"", "\\\"\\\\ud800\\\"")]
    [InlineData("belm_inversion", "other_inversio")]
    [InlineData("{\\\"format_version", "[\\\"format_version")]
    [InlineData("\"position\"", "\"Position\"")]
    public void What_does_not_fit_together_is_no_inversion(string found, string replacement)
    {
        var error = Assert.Throws<InversionFormatException>(() => Replace(found, replacement));
        Assert.Equal(InversionFault.NotAnInversion, error.Fault);
    }

    [Fact]
    public void Tensors_that_do_not_fit_the_metadata_are_not_written()
    {
        var good = Samples.Floating();
        using var stream = new MemoryStream();
        foreach (var bad in new[]
        {
            good with { Position = good.Trajectory! },
            good with { Companion = SafetensorsTensor.Create([1, 2, 3, 4], new long[24]) },
            good with { Trajectory = good.Noise },
            good with { Noise = good.Trajectory },
            good with { Metadata = good.Metadata with { Node = 4 } },
            good with { Metadata = good.Metadata with { FractionBits = 32 } },
            good with { Metadata = good.Metadata with { Grid = good.Metadata.Grid with { Alphas = [1, 0.5] } } },
        })
        {
            Assert.Throws<InversionFormatException>(() => InversionFile.Write(bad, stream));
            Assert.Equal(0, stream.Length);
        }
    }

    [Fact]
    public void No_beginning_of_a_file_is_an_inversion()
    {
        var bytes = Samples.Write(Samples.Floating());
        for (var length = 0; length < bytes.Length; length++)
        {
            Assert.Throws<InversionFormatException>(() => Samples.Read(bytes[..length]));
        }

        Assert.Throws<InversionFormatException>(() => Samples.Read([.. bytes, 0]));
    }

    [Fact]
    public void Flipped_bits_give_an_inversion_or_a_typed_error()
    {
        var bytes = Samples.Write(Samples.Floating());
        var random = new Random(7);
        var (refused, read) = (0, 0);
        for (var trial = 0; trial < 4000; trial++)
        {
            var damaged = bytes.ToArray();
            var header = trial % 4 != 0;
            for (var flips = random.Next(1, 4); flips > 0; flips--)
            {
                damaged[random.Next(header ? 1600 : damaged.Length)] ^= (byte)(1 << random.Next(8));
            }

            try
            {
                Samples.Read(damaged);
                read++;
            }
            catch (InversionFormatException)
            {
                refused++;
            }
        }

        Assert.True(refused > 100 && read > 100, $"{refused} refused, {read} read");
    }

    private static InversionRecord Replace(string found, string replacement)
    {
        // The metadata is JSON within JSON, whose quotes are escaped.
        var bytes = Samples.Write(Samples.Floating());
        var length = BitConverter.ToInt64(bytes);
        var header = System.Text.Encoding.UTF8.GetString(bytes, 8, (int)length);
        Assert.Contains(found, header, StringComparison.Ordinal);
        var changed = System.Text.Encoding.UTF8.GetBytes(header.Replace(found, replacement, StringComparison.Ordinal));
        return Samples.Read([.. BitConverter.GetBytes((long)changed.Length), .. changed, .. bytes.AsSpan(8 + (int)length)]);
    }

    private static void AssertSameBits(SafetensorsTensor expected, SafetensorsTensor actual)
    {
        Assert.Equal(expected.Shape, actual.Shape);
        Assert.Equal(expected.Doubles.ToArray().Select(BitConverter.DoubleToInt64Bits), actual.Doubles.ToArray().Select(BitConverter.DoubleToInt64Bits));
    }
}
