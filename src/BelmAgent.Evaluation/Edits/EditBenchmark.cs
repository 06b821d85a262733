using BelmAgent.Diffusion.Models;
using BelmAgent.Diffusion.Pipeline;
using BelmAgent.Diffusion.Vision;
using BelmAgent.Editing.Checks;
using BelmAgent.Editing.Plans;
using BelmAgent.Imaging;
using BelmAgent.Sampling;

namespace BelmAgent.Evaluation.Edits;

/// <summary>Runs methods on pairs and scores the results.</summary>
/// <remarks>
/// Each pipeline is one worker; a worker takes a pair and runs all methods on it, so that methods share its inversions. The results do
/// not depend on the number of workers. The pipelines belong to the caller.
/// </remarks>
/// <param name="pipelines">At least one model; all must be the same and have a describer.</param>
/// <param name="options">Further options. Default: none.</param>
public sealed class EditBenchmark(IReadOnlyList<DiffusionPipeline> pipelines, EditBenchmarkOptions? options = null)
{
    private readonly EditBenchmarkOptions _options = options ?? new();

    /// <summary>Runs the edits that are missing in the results, and adds them.</summary>
    /// <param name="pairs">The pairs, with their sources.</param>
    /// <param name="methods">The methods.</param>
    /// <param name="results">The known results, to which new ones are added.</param>
    /// <param name="progress">Receives a report after each edit, from any worker's thread, one at a time.</param>
    /// <param name="cancellationToken">Cancels within one network call; finished edits are kept.</param>
    /// <exception cref="LimitExceededException">Two settings of a method cannot be combined, or the model has no describer.</exception>
    /// <exception cref="ModelException">The model cannot run.</exception>
    /// <exception cref="OperationCanceledException">The operation was cancelled.</exception>
    public async Task RunAsync(
        IReadOnlyList<EditPair> pairs,
        IReadOnlyList<EditMethod> methods,
        EditResults results,
        IProgress<EditBenchmarkProgress>? progress = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(pairs);
        ArgumentNullException.ThrowIfNull(methods);
        ArgumentNullException.ThrowIfNull(results);
        foreach (var method in methods)
        {
            EditMethodRun.ThrowIfUnsupported(method);
        }

        if (methods.Any(EditMethodRun.SharesAttention))
        {
            // Before the first edit, so that all edits of this run use the same network; one after the other, since they share a file.
            foreach (var pipeline in pipelines)
            {
                await Task.Run(() => pipeline.UseAttentionControl(_options.Attention, cancellationToken), cancellationToken);
            }
        }

        var todo = new Queue<EditPair>(pairs.Where(pair => methods.Any(method => IsMissing(pair, method, results))));
        var tally = new EditTally(pairs, methods, results, progress);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var workers = pipelines.Select(pipeline => Task.Run(
            async () =>
            {
                try
                {
                    while (TakeFrom(todo) is { } pair)
                    {
                        await EditAsync(pipeline, pair, methods, results, tally, stop.Token);
                    }
                }
                catch
                {
                    await stop.CancelAsync();
                    throw;
                }
            },
            CancellationToken.None)).ToList();
        await Task.WhenAll(workers).ContinueWith(_ => { }, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);

        // The fault that stopped the others comes first: they were only cancelled.
        cancellationToken.ThrowIfCancellationRequested();
        await (workers.FirstOrDefault(worker => worker.IsFaulted) ?? Task.WhenAll(workers));
    }

    private static EditPair? TakeFrom(Queue<EditPair> todo)
    {
        lock (todo)
        {
            return todo.TryDequeue(out var pair) ? pair : null;
        }
    }

    private async Task EditAsync(
        DiffusionPipeline pipeline, EditPair pair, IReadOnlyList<EditMethod> methods, EditResults results, EditTally tally, CancellationToken cancellationToken)
    {
        var describer = pipeline.Describer ?? throw new LimitExceededException("model", pipeline.Folder.Path, "a model with a describer, which judges the edits");
        var reference = PairReference.Create(pair, pipeline, describer, cancellationToken);
        var prompts = _options.Prompts is { } plan
            ? await plan(pair, reference.Before.Caption, cancellationToken)
            : new EditPrompts(pair.SourceCaption, pair.TargetCaption);
        var run = prompts is null ? null : new EditMethodRun(pipeline, _options.Attention, reference, prompts.Source, prompts.Target);
        var scorer = new EditScorer(results.Head.Limits);
        using var noise = new NoiseReading(pipeline, reference.Shape);
        foreach (var method in methods.Where(method => IsMissing(pair, method, results)))
        {
            cancellationToken.ThrowIfCancellationRequested();
            var (score, image) = await EditAsync(pipeline, describer, noise, reference, run, method, scorer, cancellationToken);
            if (image is not null && _options.Pictured.Contains(pair.Id))
            {
                EditPictures.Write(results.Folder, pair, method, image);
            }

            var record = new EditRecord { Pair = pair.Id, Kind = pair.Kind, Method = method.Canonical(), Score = score };
            results.Add(record);
            tally.Finish(record, method);
        }
    }

    private static async Task<(EditScore Score, RgbImage? Image)> EditAsync(
        DiffusionPipeline pipeline, SceneDescriber describer, NoiseReading noise, PairReference reference, EditMethodRun? run, EditMethod method, EditScorer scorer,
        CancellationToken cancellationToken)
    {
        try
        {
            var plan = new EditPlan { SourcePrompt = reference.Pair.SourceCaption, TargetPrompt = reference.Pair.TargetCaption, EditType = EditMethodRun.KindOf(reference.Pair) };
            EditScore Score(EditedPicture picture, int rows, double time) =>
                scorer.Score(reference, picture, reference.Check(describer.Grammar, plan, picture).Check, rows, time);
            EditedPicture Made(MethodResult result) => EditedPicture.Create(result, method, reference, pipeline, describer, noise, cancellationToken);

            if (run is not null && method is { Attempts: > 1, Route: EditRoute.Inversion })
            {
                var (best, all, taken, attempts) = await new AttemptedEdit(run, reference, describer.Grammar)
                    .RunAsync(method, Made, cancellationToken);
                return (Score(best, all, taken) with { Attempts = attempts }, best.Image);
            }

            var result = run?.Run(method, cancellationToken) ?? new MethodResult(reference.Source, Bound: null, Evaluations: 0, Seconds: 0);
            var edited = Made(result);
            return (Score(edited, result.Evaluations, result.Seconds), edited.Image);
        }
        catch (Exception e) when (e is NonFiniteOutputException or DivergedStateException or NotFiniteNumberException)
        {
            // A numerical overflow of a method is a result of the benchmark, not an error.
            return (EditScorer.NotFinite(0, 0), null);
        }
    }

    private bool IsMissing(EditPair pair, EditMethod method, EditResults results) =>
        results.Find(pair, method) is not { } known
        || (_options.Pictured.Contains(pair.Id) && !known.Score.Artefacts.Contains(EditArtefact.NotFinite) && !EditPictures.Has(results.Folder, pair, method));
}
