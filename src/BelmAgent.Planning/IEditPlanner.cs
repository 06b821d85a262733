namespace BelmAgent.Planning;

/// <summary>Turns a request in plain words into an edit plan, or into a question when it cannot be placed.</summary>
/// <remarks>Implementations are safe to call from several threads and never guess: what is unclear is asked.</remarks>
public interface IEditPlanner
{
    /// <summary>Plans one edit.</summary>
    /// <param name="request">What the person said, and of which picture.</param>
    /// <param name="cancellationToken">Stops the planning.</param>
    /// <returns>A plan, or a question back to the person.</returns>
    /// <exception cref="BelmException"><c>no_usable_plan</c>: a language model gave no usable plan, even when told what was wrong.</exception>
    /// <exception cref="PlannerUnavailableException">A language model could not be reached or did not answer in time.</exception>
    Task<PlanningOutcome> PlanAsync(PlanningRequest request, CancellationToken cancellationToken = default);
}
