using System.Text.Json.Serialization;
using BelmAgent.Sampling;

namespace BelmAgent.Editing.Plans;

/// <summary>A plan with everything that an edit needs to know: what the picture shows, what it should show, and how to get there.</summary>
/// <remarks>Immutable and safe to share. Settings that are null are taken from <c>EditingOptions</c> when the edit is proposed.</remarks>
public sealed record EditPlan
{
    /// <summary>Gets the request that the plan answers, in the user's words. Null: the plan was written by hand.</summary>
    [JsonPropertyName("request")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Request { get; init; }

    /// <summary>Gets the question that <see cref="Request"/> answers. Null: none.</summary>
    [JsonPropertyName("answers")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public AnsweredQuestion? Answers { get; init; }

    /// <summary>
    /// Gets the id of the edited picture that this edit replaces, as after "no, the other one". Null: it continues from the picture.
    /// </summary>
    [JsonPropertyName("revises")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Revises { get; init; }

    /// <summary>Gets what the picture shows now.</summary>
    [JsonPropertyName("source_prompt")]
    public required string SourcePrompt { get; init; }

    /// <summary>Gets what the picture should show.</summary>
    [JsonPropertyName("target_prompt")]
    public required string TargetPrompt { get; init; }

    /// <summary>Gets the kind of the change.</summary>
    [JsonPropertyName("edit_type")]
    [JsonConverter(typeof(SnakeCaseEnumConverter<EditType>))]
    public EditType EditType { get; init; }

    /// <summary>
    /// Gets how the source's trajectory constrains the edited picture. Open settings are taken from the preset of
    /// <see cref="EditType"/>.
    /// </summary>
    [JsonPropertyName("direct_inversion")]
    public DirectInversionSetting DirectInversion { get; init; } = new();

    /// <summary>
    /// Gets the settings that the planner chose, such as a language model. Others of a plan before its defaults are filled in are its
    /// caller's, and those that are filled in are the preset's. Null: the planner chose none.
    /// </summary>
    [JsonPropertyName("chosen_by_planner")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<PlannerSetting>? ChosenByPlanner { get; init; }

    /// <summary>Gets how far towards noise the picture is inverted, in (0, 1]; 1 is all the way. Null: the configured default.</summary>
    [JsonPropertyName("strength")]
    public double? Strength { get; init; }

    /// <summary>Gets the classifier-free guidance w of the target prompt, 1 to 30; 1 means none. Null: the configured default.</summary>
    [JsonPropertyName("guidance")]
    public double? Guidance { get; init; }

    /// <summary>Gets the number of steps N of the time grid, 2 to 1000. Null: the configured default.</summary>
    [JsonPropertyName("steps")]
    public int? Steps { get; init; }

    /// <summary>
    /// Gets the inverting sampler, a name of <see cref="SamplerCatalog"/>. Null: as configured, or that of the preset of <see cref="EditType"/>.
    /// </summary>
    [JsonPropertyName("sampler")]
    public string? Sampler { get; init; }

    /// <summary>Gets the settings that only some samplers have, together; each is also a property of its own.</summary>
    [JsonIgnore]
    public SamplerParameters Parameters { get; init; } = new();

    /// <summary>Gets the κ of the two-step family for <c>belm</c>, 0 to 1; 1 is O-BELM. Null: the sampler's own.</summary>
    [JsonPropertyName("kappa")]
    public double? Kappa
    {
        get => Parameters.Kappa;
        init => Parameters = Parameters with { Kappa = value };
    }

    /// <summary>Gets the number of states that a step of <c>belm</c> reads, 2 to 4; above 2 it is not zero-stable and takes no κ. Null: 2.</summary>
    [JsonPropertyName("order")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? Order
    {
        get => Parameters.Order;
        init => Parameters = Parameters with { Order = value };
    }

    /// <summary>Gets the γ of <c>bdia</c>, above 0 and at most 1; an inversion of N steps magnifies rounding errors by γ^(−N). Null: 0.96.</summary>
    [JsonPropertyName("gamma")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double? Gamma
    {
        get => Parameters.Gamma;
        init => Parameters = Parameters with { Gamma = value };
    }

    /// <summary>Gets the mixing weight p of <c>edict</c>, above 0 and at most 1. Null: 0.93.</summary>
    [JsonPropertyName("mixing")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double? Mixing
    {
        get => Parameters.Mixing;
        init => Parameters = Parameters with { Mixing = value };
    }

    /// <summary>Gets whether the chains of <c>edict</c> swap roles every other step, as in its own code. Null: no.</summary>
    [JsonPropertyName("alternate")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public bool? Alternate
    {
        get => Parameters.Alternate;
        init => Parameters = Parameters with { Alternate = value };
    }

    /// <summary>
    /// Gets how the target is sampled. Null: trajectory-corrected, but carried with a sampler that was named and is not of the two-step family.
    /// </summary>
    [JsonPropertyName("target_sampler")]
    [JsonConverter(typeof(KebabCaseEnumConverter<TargetSampler>))]
    public TargetSampler? TargetSampler { get; init; }

    /// <summary>Gets, for an edit of an edited picture, which picture's inversion it starts from. Null: the first of its history.</summary>
    [JsonPropertyName("start")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    [JsonConverter(typeof(SnakeCaseEnumConverter<EditStart>))]
    public EditStart? Start { get; init; }

    /// <summary>Gets which part of the picture is edited, and how the result is put back into it. Null: the whole picture, composed.</summary>
    [JsonPropertyName("frame")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public FrameSetting? Frame { get; init; }

    /// <summary>Gets how often the edit may be tried, 1 to 10, with one setting changed each time. Null: the configured default.</summary>
    [JsonPropertyName("attempts")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? Attempts { get; init; }

    /// <summary>Gets the seed of anything random. Editing by inversion uses no randomness, so it only marks the recipe.</summary>
    [JsonPropertyName("seed")]
    public long? Seed { get; init; }

    /// <summary>Gets whether sampler, its settings and target are all left open.</summary>
    internal bool LeavesSampling => Sampler is null && TargetSampler is null && Parameters == new SamplerParameters();

    /// <summary>Gets a plan without words and with every setting open, to build settings on that are laid over another plan.</summary>
    public static EditPlan Open { get; } = new() { SourcePrompt = "", TargetPrompt = "" };

    /// <summary>Checks the settings as far as no model is needed: ranges, limits, and what the sampler has.</summary>
    /// <param name="options">Defaults and limits.</param>
    /// <param name="fixedPoint">Whether the state is to be kept in 64-bit fixed point.</param>
    /// <exception cref="LimitExceededException">A setting is not allowed.</exception>
    public void Check(EditingOptions options, bool fixedPoint = false)
    {
        ArgumentNullException.ThrowIfNull(options);
        PlanResolver.Check(this, options, fixedPoint);
    }

    /// <summary>
    /// Returns another plan with this one's settings, which the caller gave, laid over its own; its prompts and all else that it says of
    /// the edit stay.
    /// </summary>
    /// <param name="plan">The plan; its settings are kept where this one's are null.</param>
    public EditPlan Over(EditPlan plan)
    {
        ArgumentNullException.ThrowIfNull(plan);
        return plan with
        {
            DirectInversion = DirectInversion.Over(plan.DirectInversion),
            ChosenByPlanner = plan.ChosenByPlanner?.Where(setting => !Gives(setting)).ToList() is { Count: > 0 } left ? left : null,
            Strength = Strength ?? plan.Strength,
            Guidance = Guidance ?? plan.Guidance,
            Steps = Steps ?? plan.Steps,
            Sampler = Sampler ?? plan.Sampler,
            Parameters = Parameters.Over(plan.Parameters),
            TargetSampler = TargetSampler ?? plan.TargetSampler,
            Start = Start ?? plan.Start,
            Frame = plan.Frame is { } frame ? Frame?.Over(frame) ?? frame : Frame,
            Attempts = Attempts ?? plan.Attempts,
        };
    }

    private bool Gives(PlannerSetting setting) => setting switch
    {
        PlannerSetting.Control => DirectInversion.Control is not null,
        PlannerSetting.CrossSteps => DirectInversion.CrossSteps is not null,
        PlannerSetting.SelfSteps => DirectInversion.SelfSteps is not null,
        PlannerSetting.Blend => DirectInversion.Blend is not null,
        PlannerSetting.BlendWords => DirectInversion.BlendWords is not null,
        _ => Strength is not null,
    };
}

/// <summary>A setting of an edit that a planner may choose beside the prompts.</summary>
[JsonConverter(typeof(SnakeCaseEnumConverter<PlannerSetting>))]
public enum PlannerSetting
{
    /// <summary><see cref="DirectInversionSetting.Control"/>.</summary>
    Control,

    /// <summary><see cref="DirectInversionSetting.CrossSteps"/>.</summary>
    CrossSteps,

    /// <summary><see cref="DirectInversionSetting.SelfSteps"/>.</summary>
    SelfSteps,

    /// <summary><see cref="DirectInversionSetting.Blend"/>.</summary>
    Blend,

    /// <summary><see cref="DirectInversionSetting.BlendWords"/>.</summary>
    BlendWords,

    /// <summary><see cref="EditPlan.Strength"/>.</summary>
    Strength,
}

/// <summary>The kind of change that an edit makes: the ten kinds of PIE-Bench, with their numbers.</summary>
[JsonConverter(typeof(SnakeCaseEnumConverter<EditType>))]
public enum EditType
{
    /// <summary>Several kinds at once, or none of the others.</summary>
    Random = 0,

    /// <summary>One object becomes another: "turn the cat into a dog".</summary>
    ChangeObject = 1,

    /// <summary>Something appears that was not there before.</summary>
    AddObject = 2,

    /// <summary>Something disappears.</summary>
    DeleteObject = 3,

    /// <summary>A part or state of an object changes: "open its eyes".</summary>
    ChangeContent = 4,

    /// <summary>An object moves or takes another pose.</summary>
    ChangePose = 5,

    /// <summary>An object takes another colour.</summary>
    ChangeColor = 6,

    /// <summary>An object becomes another material.</summary>
    ChangeMaterial = 7,

    /// <summary>The surroundings of the objects change: sky, ground, weather, season, place.</summary>
    ChangeBackground = 8,

    /// <summary>The whole picture takes another style: "as a watercolour".</summary>
    ChangeStyle = 9,
}

/// <summary>Specifies how the edited picture is sampled once the source is inverted.</summary>
[JsonConverter(typeof(KebabCaseEnumConverter<TargetSampler>))]
public enum TargetSampler
{
    /// <summary>
    /// One DDIM step of the target plus the error of the same step on the source's exact trajectory. It cannot excite a parasitic
    /// mode, and nothing changes where the prompts agree.
    /// </summary>
    TrajectoryCorrected,

    /// <summary>The two-step sampler from the inverted pair, with its second state corrected for the change of prompt.</summary>
    Kick,

    /// <summary>The inverting sampler from the unchanged inverted state, as in the official code.</summary>
    Carried,
}

/// <summary>The picture whose inversion an edit of an edited picture starts from.</summary>
[JsonConverter(typeof(SnakeCaseEnumConverter<EditStart>))]
public enum EditStart
{
    /// <summary>The first picture of the history, with the merged target prompt: nothing degrades from turn to turn.</summary>
    First,

    /// <summary>The edited picture itself as it looks: losses in the model accumulate.</summary>
    Picture,
}

/// <summary>A question that the planner asked the user, and that a later request answered.</summary>
/// <param name="Request">The request that caused the question, in the user's words.</param>
/// <param name="Question">The question.</param>
public sealed record AnsweredQuestion(
    [property: JsonPropertyName("request")] string Request,
    [property: JsonPropertyName("question")] string Question);
