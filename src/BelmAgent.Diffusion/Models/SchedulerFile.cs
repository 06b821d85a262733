using System.Text.Json;
using BelmAgent.Sampling;

namespace BelmAgent.Diffusion.Models;

/// <summary>Reads a model's <c>scheduler/scheduler_config.json</c>, reporting faults as those of a model file.</summary>
public static class SchedulerFile
{
    /// <summary>Reads the file.</summary>
    /// <param name="folder">The model.</param>
    /// <exception cref="ModelException">The file does not exist.</exception>
    /// <exception cref="ModelException">The file is damaged, or no sampler here supports its settings.</exception>
    public static SchedulerConfig Load(ModelFolder folder)
    {
        ArgumentNullException.ThrowIfNull(folder);
        var path = folder.Require("scheduler/scheduler_config.json", "the noise schedule");
        try
        {
            var config = SchedulerConfig.Parse(ModelJson.ReadText(path));
            var schedule = NoiseSchedule.FromConfig(config);
            return double.IsFinite(schedule.SigmaBar(schedule.TrainingSteps - 1))
                ? config
                : throw ModelException.Broken(path, "its betas are so large that nothing of the image remains");
        }
        catch (BelmException e) when (e is not ModelException)
        {
            throw ModelException.Broken(path, e.Problem, e, e.Remedy);
        }
        catch (JsonException e)
        {
            throw ModelException.Broken(path, "not JSON", e);
        }
    }
}
