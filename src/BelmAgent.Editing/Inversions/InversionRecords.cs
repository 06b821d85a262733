using BelmAgent.Sampling;

namespace BelmAgent.Editing.Inversions;

/// <summary>Converts between samplers' states and records for files.</summary>
internal static class InversionRecords
{
    private const int FractionBits = 48;

    /// <summary>Returns the record of an inversion.</summary>
    public static InversionRecord ToRecord(SamplerState state, Trajectory? trajectory, InversionMetadata metadata)
    {
        var shape = metadata.LatentShape;
        if (state.Words is { } words)
        {
            return new InversionRecord
            {
                Metadata = metadata with { FixedPoint = true, FractionBits = FractionBits },
                Position = SafetensorsTensor.Create(shape, words.Position.ToArray()),
                Companion = SafetensorsTensor.Create(shape, words.Increment.ToArray()),
            };
        }

        return new InversionRecord
        {
            Metadata = metadata,
            Position = SafetensorsTensor.Create(shape, state.Position.ToArray()),
            Companion = state.Kind switch
            {
                StateKind.PositionOnly => null,
                StateKind.Neighbours => SafetensorsTensor.Create([state.Companion.Length / state.Position.Length, .. shape], state.Companion.ToArray()),
                _ => SafetensorsTensor.Create(shape, state.Companion.ToArray()),
            },
            Trajectory = trajectory is null ? null : SafetensorsTensor.Create([metadata.Node + 1, .. shape], trajectory.States.ToArray()),
            Noise = trajectory is null || trajectory.Noises.IsEmpty ? null : SafetensorsTensor.Create([metadata.Node, .. shape], trajectory.Noises.ToArray()),
        };
    }

    /// <summary>Returns the state from which a sampler of the record's name continues.</summary>
    public static SamplerState ToState(InversionRecord record, Sampler sampler)
    {
        var node = record.Metadata.Node;
        if (record.Metadata.FixedPoint)
        {
            return ((TwoStepSampler)sampler).Restore(node, new FixedPointWords(record.Position.Integers.ToArray(), record.Companion!.Integers.ToArray()));
        }

        var position = record.Position.Doubles.ToArray();
        return record.Companion?.Doubles.ToArray() is not { } companion ? SamplerState.FromPosition(node, position)
            : record.Metadata.Order is not null ? SamplerState.WithNeighbours(node, position, companion)
            : sampler.Info.IsTwoStep ? SamplerState.WithSlope(node, position, companion)
            : SamplerState.Coupled(node, position, companion);
    }

    /// <summary>Returns the recorded trajectory; null if the record has none.</summary>
    public static Trajectory? ToTrajectory(InversionRecord record) => record.Trajectory is { } states
        ? new Trajectory(record.Position.Count, states.Doubles.ToArray(), record.Noise is { } noise ? noise.Doubles.ToArray() : [])
        : null;
}
