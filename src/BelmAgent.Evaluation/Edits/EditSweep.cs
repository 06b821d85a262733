using BelmAgent.Editing.Plans;

namespace BelmAgent.Evaluation.Edits;

/// <summary>Several values of one setting, such as <c>guidance=3,5,7.5</c>.</summary>
/// <param name="Setting">The setting.</param>
/// <param name="Values">Its values, as text.</param>
public sealed record EditSweep(EditMethodSetting Setting, IReadOnlyList<string> Values)
{
    /// <summary>Reads <c>setting=value,value,…</c>.</summary>
    /// <param name="text">The text.</param>
    /// <exception cref="LimitExceededException">It does not have this form, or a setting or value is not allowed.</exception>
    public static EditSweep Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (text.Split('=', 2) is not [var name, { Length: > 0 } list])
        {
            throw new LimitExceededException("sweep", text, "SETTING=VALUE,VALUE, such as guidance=3,5");
        }

        var sweep = new EditSweep(EditMethodSetting.Parse(name.Trim()), list.Split(',', StringSplitOptions.TrimEntries));
        foreach (var value in sweep.Values)
        {
            _ = sweep.Setting.With(new EditMethod(), value);
        }

        return sweep;
    }

    /// <summary>Returns every method with every combination of the sweeps' values; settings that a method does not read add no methods.</summary>
    /// <param name="methods">The methods to vary.</param>
    /// <param name="sweeps">The settings to vary; the last one varies fastest. None: the methods as they are.</param>
    /// <returns>The methods, named after the varied settings, such as <c>ddim guidance=3</c>; all different.</returns>
    public static IReadOnlyList<EditMethod> Apply(IReadOnlyList<EditMethod> methods, IReadOnlyList<EditSweep> sweeps)
    {
        ArgumentNullException.ThrowIfNull(methods);
        ArgumentNullException.ThrowIfNull(sweeps);
        return
        [
            .. methods
                .SelectMany(method => sweeps.Aggregate<EditSweep, IEnumerable<EditMethod>>([method], (varied, sweep) => varied.SelectMany(sweep.Vary)))
                .DistinctBy(method => method.Canonical()),
        ];
    }

    private IEnumerable<EditMethod> Vary(EditMethod method) => Values.Select(value =>
    {
        var varied = Setting.With(method, value);
        // Whether the method reads this setting at all, that is, some other allowed value makes it a different method.
        return Values.Any(other => Setting.With(method, other).Canonical() != varied.Canonical()) || varied.Canonical() != method.Canonical()
            ? varied with { Name = $"{method.Name} {Setting.Name}={value}" }
            : varied;
    });
}
