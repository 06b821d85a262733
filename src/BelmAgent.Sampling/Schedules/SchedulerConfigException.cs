namespace BelmAgent.Sampling;

/// <summary>A model's scheduler configuration asks for something that no sampler here can honour.</summary>
public sealed class SchedulerConfigException : Exception
{
    /// <summary>Names the key at fault and what it may say.</summary>
    /// <param name="key">Key in scheduler_config.json.</param>
    /// <param name="value">What the file says, as JSON text.</param>
    /// <param name="allowed">The values, or a description of the range, that would do.</param>
    public SchedulerConfigException(string key, string value, params IReadOnlyList<string> allowed)
        : base($"scheduler_config.json: \"{key}\" is {value}; allowed: {string.Join(", ", allowed)}.")
        => (Key, Value, Allowed) = (key, value, allowed);

    /// <summary>Key in scheduler_config.json, for example <c>prediction_type</c>.</summary>
    public string Key { get; }

    /// <summary>What the file says, as JSON text.</summary>
    public string Value { get; }

    /// <summary>The values, or a description of the range, that would do.</summary>
    public IReadOnlyList<string> Allowed { get; }
}
