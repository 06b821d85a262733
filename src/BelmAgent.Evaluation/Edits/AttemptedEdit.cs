using BelmAgent.Diffusion.Vision;
using BelmAgent.Editing.Checks;
using BelmAgent.Editing.Edits;
using BelmAgent.Editing.Plans;

namespace BelmAgent.Evaluation.Edits;

/// <summary>Repeats a method on a pair as the app does: by its own checks, never by the pair's true result.</summary>
/// <remarks>For a single worker.</remarks>
internal sealed class AttemptedEdit(EditMethodRun run, PairReference reference, SceneGrammar grammar)
{
    // Every setting may be changed: a benchmark's method is not a user's request.
    private static readonly EditPlan Open = new() { SourcePrompt = "", TargetPrompt = "" };

    /// <summary>Edits the pair's source until the check passes or nothing is left to try.</summary>
    /// <param name="method">A method that inverts.</param>
    /// <param name="finish">Creates the picture of a result.</param>
    /// <param name="cancellationToken">Cancels within one network call.</param>
    /// <returns>The best picture, the UNet row evaluations and seconds of all attempts, and their number.</returns>
    public async Task<(EditedPicture Best, int Evaluations, double Seconds, int Attempts)> RunAsync(
        EditMethod method, Func<MethodResult, EditedPicture> finish, CancellationToken cancellationToken)
    {
        var seconds = 0.0;
        var outcome = await new AttemptLoop<EditedPicture>(method.Attempts, Open).RunAsync(run.Plan(method), TryAsync, cancellationToken);
        cancellationToken.ThrowIfCancellationRequested();
        return (outcome.Made, outcome.All.Sum(attempt => attempt.UnetEvaluations + attempt.CheckEvaluations), seconds, outcome.All.Count);

        Task<(EditAttempt, EditedPicture)> TryAsync(EditPlan plan, int number, string? change, CancellationToken token)
        {
            var result = run.Run(plan, method, token);
            seconds += result.Seconds;
            var picture = finish(result);
            var (check, measures) = reference.Check(grammar, plan, picture);
            var attempt = new EditAttempt
            {
                Number = number,
                Change = change,
                Plan = plan,
                Check = check,
                Measures = measures,
                UnetEvaluations = result.Evaluations,
                CheckEvaluations = NoiseReading.Evaluations,
            };
            return Task.FromResult((attempt, picture));
        }
    }
}
