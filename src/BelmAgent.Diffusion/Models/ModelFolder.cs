using BelmAgent.Imaging.Files;

namespace BelmAgent.Diffusion.Models;

/// <summary>A model on disk in the layout of diffusers and optimum exports: its parts and their configs.</summary>
/// <remarks>
/// The kind of model follows from its files, never from a class name. Immutable after <see cref="Open"/>; safe to share between
/// threads.
/// </remarks>
public sealed class ModelFolder
{
    private static readonly string[] Conditional = ["text_encoder", "tokenizer", "vae_encoder", "vae_decoder"];

    private readonly Lazy<string> _hash;

    private ModelFolder(string path)
    {
        Path = path;
        _hash = new Lazy<string>(() => ModelFingerprint.Compute(path));
        TakesPrompts = !Has("unet") || Conditional.Any(part => Directory.Exists(File(part)));
    }

    /// <summary>Gets the full path of the folder.</summary>
    public string Path { get; }

    /// <summary>Gets the fingerprint of the model's files (<see cref="ModelFingerprint"/>), computed on first use.</summary>
    public string Hash => _hash.Value;

    /// <summary>
    /// Gets the recommended settings for edits from the model's <c>editing.json</c> ({"guidance": 2, "steps": 20, "working_size": "area"}).
    /// Exports have no such file; it can be added for a known model.
    /// </summary>
    /// <exception cref="ModelException">The file is not JSON, a number is not a number, or the working size is not one of its words.</exception>
    public EditDefaults EditDefaults => EditDefaults.Load(File("editing.json"));

    /// <summary>
    /// Gets whether the model takes prompts. False for an unconditional model: its folder has a UNet but neither text encoder nor
    /// tokenizer nor autoencoder, so pictures are denoised pixel by pixel without a prompt, as in DDPM.
    /// </summary>
    public bool TakesPrompts { get; }

    /// <summary>Opens a folder and checks that the parts that its pipeline needs are there.</summary>
    /// <param name="path">
    /// The folder, or a repository's folder in Hugging Face's cache (models--OWNER--NAME), from which the snapshot of main is opened.
    /// </param>
    /// <exception cref="ModelException">The folder or one of its parts is missing.</exception>
    /// <exception cref="ModelException">The folder is a cache with several snapshots, none of which is main's.</exception>
    public static ModelFolder Open(string path)
    {
        var folder = At(path);
        if (HubCache.Unclear(folder.Path) is { } unclear)
        {
            throw unclear;
        }

        foreach (var part in folder.TakesPrompts ? (ReadOnlySpan<string>)["text_encoder", "unet", "vae_encoder", "vae_decoder"] : ["unet"])
        {
            _ = folder.Model(part);
        }

        if (folder.TakesPrompts)
        {
            _ = folder.Require("tokenizer/vocab.json", "the tokenizer");
            _ = folder.Require("tokenizer/merges.txt", "the tokenizer");
        }

        _ = folder.Require("scheduler/scheduler_config.json", "the noise schedule");
        return folder;
    }

    /// <summary>Returns a folder of which only the existence is known.</summary>
    internal static ModelFolder At(string path)
    {
        var full = System.IO.Path.GetFullPath(path);
        return Directory.Exists(full) ? new ModelFolder(HubCache.SnapshotOf(full) ?? full)
            : throw (BrokenLink(full) ?? (Exception)ModelException.Missing(full, "the app"));
    }

    /// <summary>Returns the full path of a file in the folder, whether or not it exists.</summary>
    /// <param name="relative">The path inside the folder.</param>
    public string File(string relative) => System.IO.Path.Combine(Path, relative);

    /// <summary>Returns whether the folder has a part, as <c>part/model.onnx</c>.</summary>
    /// <param name="part">Name of the part's folder.</param>
    public bool Has(string part) => System.IO.File.Exists(File($"{part}/model.onnx"));

    /// <summary>Returns the full path of a part's ONNX file.</summary>
    /// <param name="part">Name of the part's folder, such as <c>unet</c>.</param>
    /// <exception cref="ModelException">The file does not exist.</exception>
    public string Model(string part) => Require($"{part}/model.onnx", "the pipeline");

    /// <summary>Reads a part's <c>config.json</c>; a missing file gives an empty config.</summary>
    /// <param name="part">Name of the part's folder.</param>
    /// <exception cref="ModelException">The file is not JSON.</exception>
    public PartConfig Config(string part) => PartConfig.Load(File($"{part}/config.json"));

    /// <summary>Returns the full path of a required file.</summary>
    internal string Require(string relative, string neededFor)
    {
        var path = File(relative);
        return BrokenLink(path) is { } broken ? throw broken
            : System.IO.File.Exists(path) ? path
            : throw ModelException.Missing(path, neededFor);
    }

    /// <summary>Describes the fault of a broken link; returns null if the path is not a link or its target exists.</summary>
    internal static ModelException? BrokenLink(string path) =>
        new FileInfo(path).LinkTarget is not { } target ? null
        : RealPath.IsLoop(path) ? ModelException.Broken(path, "it is a link loop and leads to no file")
        : System.IO.Path.Exists(RealPath.Resolve(path)) ? null
        : ModelException.Broken(path, $"it is a link to {target}, which does not exist");
}

/// <summary>The recommended settings for edits with a model, if its author gives them.</summary>
/// <param name="Guidance">Classifier-free guidance w, 1 to 30; null if missing or invalid.</param>
/// <param name="Steps">Number of steps N of the time grid, 2 to 1000; null if missing or invalid.</param>
/// <param name="WorkingSize">At which sizes it works; null if missing.</param>
/// <remarks>Immutable; safe to share between threads.</remarks>
public sealed record EditDefaults(double? Guidance = null, int? Steps = null, WorkingSizeRule? WorkingSize = null)
{
    internal static EditDefaults Load(string path)
    {
        var config = PartConfig.Load(path);
        return new EditDefaults(
            config.Number("guidance") is { } guidance and >= 1 and <= 30 ? guidance : null,
            config.Number("steps") is { } steps and >= 2 and <= 1000 ? (int)steps : null,
            config.Text("working_size") switch
            {
                null => null,
                "area" => WorkingSizeRule.Area,
                "native" => WorkingSizeRule.Native,
                _ => throw ModelException.Broken(path, "'working_size' is not 'area' or 'native'"),
            });
    }
}

/// <summary>Specifies at which sizes a model works, as its <c>editing.json</c> says under <c>working_size</c>.</summary>
public enum WorkingSizeRule
{
    /// <summary>Any aspect ratio, at about as many pixels as the model was trained at; <c>"area"</c>. Default.</summary>
    Area,

    /// <summary>Only the size that the model was trained at, since it draws things at one scale; <c>"native"</c>.</summary>
    Native,
}
