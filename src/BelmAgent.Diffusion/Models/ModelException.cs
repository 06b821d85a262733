namespace BelmAgent.Diffusion.Models;

/// <summary>A model's folder, or a file in it, cannot be used.</summary>
public class ModelException : BelmException
{
    private const int MaxShown = 80;
    private const string ExportAgain = "export the model again in the layout of a Stable Diffusion ONNX export";

    /// <summary>Creates the failure.</summary>
    /// <param name="path">The folder or file that is at fault.</param>
    /// <param name="problem">The problem: a clause without a full stop.</param>
    /// <param name="remedy">The remedy: a clause without a full stop.</param>
    /// <param name="inner">The exception that caused it. Default: null.</param>
    /// <param name="code">The code. Default: <c>model_not_usable</c>.</param>
    public ModelException(string path, string problem, string remedy, Exception? inner = null, string code = "model_not_usable")
        : base(code, ErrorKind.NotUsable, problem, remedy, inner) => (Path, SafeProblem) = (path, "The image model cannot be used (run 'belm doctor' on its machine for the reason)");

    /// <summary>Gets the folder or file that is at fault.</summary>
    public string Path { get; }

    /// <summary>Gets what is needed, where the model's graph is at fault; else null.</summary>
    public string? Expected { get; init; }

    /// <summary>Gets what the graph has instead; null where <see cref="Expected"/> is.</summary>
    public string? Found { get; init; }

    /// <summary>Creates the failure of a file that is not there.</summary>
    /// <param name="path">The missing file or folder.</param>
    /// <param name="neededFor">The part that needs it.</param>
    public static ModelException Missing(string path, string neededFor) => new(
        path,
        $"{path} is missing, and {neededFor} needs it",
        "reference the package BelmAgent.Models.StickerTown, or point Belm:Model:Path (of belm, --model) at a folder in the layout of a Stable Diffusion ONNX export")
    {
        SafeProblem = "The image model's folder is missing or incomplete",
    };

    /// <summary>Creates the failure of a file that is there but cannot be read, or that says what nothing here can do.</summary>
    /// <param name="path">The file.</param>
    /// <param name="reason">The fault.</param>
    /// <param name="inner">The exception that caused it. Default: null.</param>
    /// <param name="remedy">The remedy. Default: to get the model again.</param>
    public static ModelException Broken(string path, string reason, Exception? inner = null, string remedy = "copy or export the model again") =>
        new(path, $"{path} cannot be used ({reason})", remedy, inner);

    /// <summary>Creates the failure of inputs or outputs that are not what a part of the pipeline must have.</summary>
    /// <param name="path">The model file.</param>
    /// <param name="expected">The required value.</param>
    /// <param name="found">The value in the file.</param>
    public static ModelException DoesNotFit(string path, string expected, string found) =>
        new(path, $"{path} does not fit (expected {expected}, found {found})", ExportAgain) { Expected = expected, Found = found };

    /// <summary>Creates the failure of a file that names another outside its own folder; nothing was opened there.</summary>
    /// <param name="path">The file of the model.</param>
    /// <param name="location">The location that the graph names.</param>
    public static ModelException Outside(string path, string location) => new(
        path,
        $"{path} has weights in '{Shown(location)}', which is not a file in its folder, so it was not opened",
        "get the model from a source that you trust, or put its weights beside it")
    {
        Expected = "a file within the model's folder",
        Found = location,
    };

    /// <summary>Creates the failure <c>prompts_not_taken</c>: a prompt was given to an unconditional model, which has no text encoder.</summary>
    /// <param name="path">The model folder.</param>
    public static ModelException TakesNoPrompts(string path) => new(
        path,
        $"The model in {path} takes no prompt, so it can generate, invert and reconstruct images without one, but not edit them",
        "leave the prompt empty, or point Belm:Model:Path (of belm, --model) at a text-to-image model",
        code: "prompts_not_taken")
    {
        SafeProblem = "The image model takes no prompt, so it can generate, invert and reconstruct images without one, but not edit them",
        MayRetry = true,
    };

    private static string Shown(string location)
    {
        var shown = string.Concat(location.Select(character => char.IsControl(character) ? '\uFFFD' : character));
        return shown.Length <= MaxShown ? shown : shown[..MaxShown] + "…";
    }
}
