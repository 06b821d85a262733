namespace BelmAgent.Editing.Inversions;

/// <summary>Checks that an inversion's metadata and its tensors fit together.</summary>
internal static class InversionShape
{
    /// <exception cref="InversionFormatException">They do not fit together.</exception>
    public static void ThrowIfInconsistent(InversionRecord inversion, string? source)
    {
        var metadata = inversion.Metadata;
        Require(metadata.LatentShape.All(length => length > 0), "its latent shape is not positive");
        Require(metadata.Steps >= 1 && metadata.Node >= 1 && metadata.Node <= metadata.Steps, "its node is not on its grid");
        Require(
            metadata.Grid.Timesteps.Count == metadata.Steps + 1L && metadata.Grid.Alphas.Count == metadata.Steps + 1L,
            "its grid does not have steps + 1 nodes");
        Require(
            metadata.FixedPoint ? metadata.FractionBits is >= 1 and <= 62 : metadata.FractionBits is null,
            "its fraction bits do not fit its number format");
        RequireTensor(InversionFile.PositionName, inversion.Position, []);
        RequireTensor(InversionFile.CompanionName, inversion.Companion, []);
        RequireTensor(InversionFile.TrajectoryName, inversion.Trajectory, [metadata.Node + 1]);
        RequireTensor(InversionFile.NoiseName, inversion.Noise, [metadata.Node]);

        void RequireTensor(string name, SafetensorsTensor? tensor, IEnumerable<int> leading)
        {
            var type = metadata.FixedPoint ? SafetensorsType.I64 : SafetensorsType.F64;
            Require(
                tensor is null || (tensor.Type == type && tensor.Shape.SequenceEqual(leading.Concat(metadata.LatentShape))),
                $"'{name}' does not have the type and shape that its metadata tells");
        }

        void Require(bool condition, string detail)
        {
            if (!condition)
            {
                throw new InversionFormatException(InversionFault.NotAnInversion, detail, source);
            }
        }
    }
}
