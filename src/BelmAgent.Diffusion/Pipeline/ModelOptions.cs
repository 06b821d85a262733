namespace BelmAgent.Diffusion.Pipeline;

/// <summary>Options of the model. Configuration section <c>Belm:Model</c>.</summary>
public sealed class ModelOptions
{
    /// <summary>
    /// Gets or sets a model folder in the layout of a Stable Diffusion ONNX export. Default: the ToyTown model that comes with the
    /// app.
    /// </summary>
    public string Path { get; set; } = System.IO.Path.Combine(AppContext.BaseDirectory, "models", "toytown");
}
