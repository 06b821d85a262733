namespace BelmAgent.Diffusion.Models;

/// <summary>The parts that share a device's memory: loading one unloads the others, unless a run needs them.</summary>
/// <remarks>Safe to share between threads.</remarks>
internal sealed class ResidentModels
{
    private readonly IReadOnlyList<OnnxModel> _models;

    public ResidentModels(IReadOnlyList<OnnxModel> models)
    {
        _models = models;
        foreach (var model in models)
        {
            model.Residents = this;
        }
    }

    public void MakeRoomFor(OnnxModel model)
    {
        foreach (var other in _models)
        {
            if (other != model)
            {
                other.TryUnload();
            }
        }
    }
}
