namespace BelmAgent.Sampling;

/// <summary>
/// Distinguishes configurations of variance-preserving training noise, ᾱ as the product of 1 − β (Ho et al. 2020), from those of other
/// processes. No sampler here integrates the latter: if they were read as β they would run and silently give a wrong picture.
/// </summary>
internal static class SchedulerKind
{
    private const string ClassName = "_class_name";
    private const string Supported = "a scheduler over variance-preserving beta, such as DDIMScheduler, PNDMScheduler or EulerDiscreteScheduler";

    // Parts of class names in diffusers, and the process that such a network was trained for.
    private static readonly (string Part, string Process)[] Others =
    [
        ("FlowMatch", "flow matching"), ("FlowMap", "flow matching"), ("RectifiedFlow", "flow matching"), ("SdeVe", "a variance-exploding process"),
        ("SdeVp", "a process in continuous time"), ("KarrasVe", "a variance-exploding process"), ("EDM", "sigmas of EDM"),
        ("CMStochasticIterative", "a consistency model"), ("LCM", "a consistency model"), ("TCD", "a consistency model"), ("SCM", "a consistency model"),
        ("CosineDPMSolver", "sigmas of EDM"), ("IPNDM", "a sine schedule"), ("CogVideoX", "a schedule of zero terminal signal"),
        ("UnCLIP", "a cosine schedule"), ("DDPMWuerstchen", "a cosine schedule in continuous time"), ("VQDiffusion", "discrete codes"), ("Amused", "discrete codes"),
    ];

    // Keys that only another process has, whatever their value.
    private static readonly string[] Foreign =
        ["sigma_min", "sigma_max", "sigma_data", "sigma_schedule", "beta_min", "beta_max", "shift", "base_shift", "max_shift", "snr_shift_scale"];

    // Keys whose value "true" means another process; they are false in many supported configurations. A terminal signal of zero puts the
    // last node at σ̄ = ∞, where no relation here is defined.
    private static readonly string[] Switches = ["use_flow_sigmas", "use_dynamic_shifting", "rescale_betas_zero_snr"];

    private static readonly string[] Betas = ["beta_start", "beta_end", "beta_schedule"];

    // Classes whose own defaults are DDIM's: β from 0.0001 to 0.02, linear.
    private static readonly string[] WithDefaults =
    [
        "DDIM", "DDPM", "PNDM", "LMSDiscrete", "EulerDiscrete", "EulerAncestralDiscrete", "DPMSolverMultistep", "DPMSolverSinglestep",
        "DEISMultistep", "UniPCMultistep", "SASolver",
    ];

    /// <exception cref="BelmException"><c>scheduler_not_usable</c>: the configuration describes another process, or does not say which.</exception>
    public static void Check(SchedulerConfigReader config)
    {
        var name = config.Text(ClassName) ?? "";
        foreach (var (part, process) in Others)
        {
            if (name.Contains(part, StringComparison.Ordinal))
            {
                throw SchedulerConfigReader.Refusal(ClassName, $"{config.Raw(ClassName)} ({process})", Supported);
            }
        }

        foreach (var key in Foreign.Where(config.Has))
        {
            throw SchedulerConfigReader.Refusal(key, config.Raw(key)!, "absent or null: the training noise must be given by beta");
        }

        foreach (var key in Switches)
        {
            config.RefuseTrue(key);
        }

        if (config.Text("timestep_type") is { } type and not "discrete")
        {
            throw SchedulerConfigReader.Refusal("timestep_type", $"\"{type}\"", "discrete");
        }

        RequireBetas(config, name);
    }

    private static void RequireBetas(SchedulerConfigReader config, string name)
    {
        if (config.Has("trained_betas") || WithDefaults.Any(known => name.StartsWith(known, StringComparison.Ordinal)))
        {
            return;
        }

        // Other classes have other defaults, so one end of the β range does not determine the other.
        if (Betas.FirstOrDefault(key => name.Length > 0 ? !config.Has(key) && key != "beta_schedule" : !Betas.Any(config.Has)) is { } missing)
        {
            throw SchedulerConfigReader.Refusal(missing, "absent", $"a number in (0, 1), since '{ClassName}' names no scheduler whose default is known");
        }
    }
}
