using BelmAgent.Diffusion.AttentionControl;
using BelmAgent.Editing.Checks;
using BelmAgent.Editing.Operations;
using BelmAgent.Editing.Plans;
using BelmAgent.Sampling;

namespace BelmAgent.Editing.Edits;

/// <summary>Tries an edit, checks the result, and tries again with one setting changed, until the result is good or nothing is left to try.</summary>
/// <typeparam name="T">The product of an attempt besides its description: a picture, a latent.</typeparam>
/// <param name="most">Maximum number of attempts, at least 1; a failed one counts too.</param>
/// <param name="asked">The plan as requested: settings that it leaves open may be changed.</param>
/// <param name="mostSteps">Maximum number of steps of an attempt.</param>
/// <param name="scope">Receives failures that the loop survives. Null: nothing does.</param>
internal sealed class AttemptLoop<T>(int most, EditPlan asked, int mostSteps = 1000, OperationScope? scope = null)
{
    /// <summary>Makes one attempt.</summary>
    /// <param name="plan">The plan to run.</param>
    /// <param name="number">Number of the attempt, from 1.</param>
    /// <param name="change">The difference from the attempt that it is based on.</param>
    /// <param name="cancellationToken">Cancels the attempt.</param>
    public delegate Task<(EditAttempt Attempt, T Made)> Try(EditPlan plan, int number, string? change, CancellationToken cancellationToken);

    /// <summary>Runs until an attempt has no fault.</summary>
    /// <param name="plan">The first plan, with every setting filled in.</param>
    /// <param name="attempt">Makes one attempt.</param>
    /// <param name="cancellationToken">Cancels the current attempt; finished ones are returned.</param>
    /// <returns>The best attempt, all attempts in order, and the reason if the loop ended early.</returns>
    /// <exception cref="OperationCanceledException">The first attempt was cancelled, so there is nothing to return.</exception>
    public async Task<Outcome> RunAsync(EditPlan plan, Try attempt, CancellationToken cancellationToken)
    {
        var (all, tried, ran) = (new List<EditAttempt>(), new HashSet<string>(), new HashSet<EditPlan> { plan });
        var (best, made) = await attempt(plan, 1, null, cancellationToken);
        all.Add(best);
        var (from, tries) = (best, 1);
        while (best.Check.Fault != EditFault.None && tries < most && RetryPolicy.Next(from.Plan, from.Check.Fault, asked, tried, mostSteps) is var (next, rung, change))
        {
            tried.Add(rung);
            if (!ran.Add(next))
            {
                // Editing uses no randomness: the same settings give the same picture.
                continue;
            }

            tries++;
            try
            {
                cancellationToken.ThrowIfCancellationRequested();
                var (last, also) = await attempt(next, all.Count + 1, change, cancellationToken);
                all.Add(last);
                var isBetter = EditVerdict.IsBetter(last, best);
                from = isBetter || EditVerdict.IsCloser(last, best) ? last : best;
                (best, made) = isBetter ? (last, also) : (best, made);
            }
            catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
            {
                return new(best, made, all, IsStopped: true);
            }
            catch (Exception e) when (e is NonFiniteOutputException or DivergedStateException or LimitExceededException or AttentionControlException)
            {
                scope?.PassOver($"attempt {all.Count + 1}", e, isExpected: true);
                // What was tried is not possible with this picture or this network; the best result so far is unaffected.
            }
            catch (Exception e)
            {
                scope?.PassOver($"attempt {all.Count + 1}", e);
                // Whatever went wrong, there is a picture, and it is kept.
                return new(best, made, all, IsStopped: false, Failure: e);
            }
        }

        return new(best, made, all, IsStopped: false);
    }

    /// <summary>The result of the attempts.</summary>
    /// <param name="Best">The best attempt.</param>
    /// <param name="Made">Its product.</param>
    /// <param name="All">All attempts in order.</param>
    /// <param name="IsStopped">Whether the user stopped the loop before its end.</param>
    /// <param name="Failure">The failure that prevented another attempt; null if there was none.</param>
    internal sealed record Outcome(EditAttempt Best, T Made, IReadOnlyList<EditAttempt> All, bool IsStopped, Exception? Failure = null);
}
