using BelmAgent.Diffusion.AttentionControl;
using BelmAgent.Diffusion.Models;
using BelmAgent.Editing.Checks;
using BelmAgent.Editing.Operations;
using BelmAgent.Editing.Plans;
using BelmAgent.Sampling;

namespace BelmAgent.Editing.Edits;

/// <summary>Tries an edit, looks at what came out, and tries again with one setting changed, until it is good or nothing is left to try.</summary>
/// <typeparam name="T">What an attempt leaves besides its description: a picture, a latent.</typeparam>
/// <param name="most">The most attempts, at least 1; one that fails counts too.</param>
/// <param name="asked">The plan as it was asked for: what it leaves open may be changed.</param>
/// <param name="mostSteps">The most steps that an attempt may take.</param>
/// <param name="scope">Receives failures that the loop survives. Null: nothing does.</param>
internal sealed class AttemptLoop<T>(int most, EditPlan asked, int mostSteps = 1000, OperationScope? scope = null)
{
    /// <summary>Creates one attempt.</summary>
    /// <param name="plan">The plan to run.</param>
    /// <param name="number">Which attempt, from 1.</param>
    /// <param name="change">What is different from the attempt that it goes on from.</param>
    /// <param name="cancellationToken">Stops the attempt.</param>
    public delegate Task<(EditAttempt Attempt, T Made)> Try(EditPlan plan, int number, string? change, CancellationToken cancellationToken);

    /// <summary>Runs until an attempt is without fault.</summary>
    /// <param name="plan">The plan to begin with, every setting filled in.</param>
    /// <param name="attempt">Makes one attempt.</param>
    /// <param name="cancellationToken">Stops the attempt under way; what was finished before is returned.</param>
    /// <returns>The best attempt, all of them in order, and whether something kept the loop from going on.</returns>
    /// <exception cref="OperationCanceledException">The first attempt was stopped, so there is nothing to return.</exception>
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
                // An edit draws nothing: the same settings give the same picture.
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
                // What was tried cannot be done with this picture or this network; the best so far is no worse for it.
            }
            catch (Exception e)
            {
                scope?.PassOver($"attempt {all.Count + 1}", e);
                // Whatever went wrong now, a picture is there, and it is kept.
                return new(best, made, all, IsStopped: false, Failure: e);
            }
        }

        return new(best, made, all, IsStopped: false);
    }

    /// <summary>What the attempts came to.</summary>
    /// <param name="Best">The best attempt.</param>
    /// <param name="Made">What it left.</param>
    /// <param name="All">All attempts in order.</param>
    /// <param name="IsStopped">Whether the person stopped the loop before its end.</param>
    /// <param name="Failure">What kept it from trying again; null when nothing did.</param>
    internal sealed record Outcome(EditAttempt Best, T Made, IReadOnlyList<EditAttempt> All, bool IsStopped, Exception? Failure = null);
}
