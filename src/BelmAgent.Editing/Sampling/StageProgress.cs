using BelmAgent.Diffusion.Models;
using BelmAgent.Diffusion.Pipeline;
using BelmAgent.Editing.Operations;
using BelmAgent.Imaging;
using BelmAgent.Sampling;

namespace BelmAgent.Editing.Sampling;

/// <summary>Reports a sampler's steps as progress of a stage, with a preview that is created only on demand.</summary>
internal sealed class StageProgress : IProgress<SamplingProgress>
{
    private readonly string _stage;
    private readonly IProgress<EditProgress> _progress;
    private readonly Func<RgbImage> _preview;
    private SamplingProgress _last;

    private StageProgress(string stage, IProgress<EditProgress> progress, DiffusionPipeline pipeline, LatentShape shape)
    {
        (_stage, _progress) = (stage, progress);
        _preview = () =>
        {
            var clean = new double[shape.Length];
            _last.PredictClean(clean);
            return pipeline.Preview(clean, shape);
        };
    }

    public static StageProgress? For(string stage, IProgress<EditProgress>? progress, DiffusionPipeline pipeline, LatentShape shape) =>
        progress is null ? null : new StageProgress(stage, progress, pipeline, shape);

    public void Report(SamplingProgress value)
    {
        _last = value;
        _progress.Report(new EditProgress(_stage, value.Step, value.Steps, _preview));
    }
}
