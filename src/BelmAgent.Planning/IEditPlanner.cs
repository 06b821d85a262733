namespace BelmAgent.Planning;

/// <summary>Plans an edit from a request in plain words, or asks a question if the request is unclear.</summary>
/// <remarks>Implementations are safe to call from several threads and never guess: they ask about anything unclear.</remarks>
public interface IEditPlanner
{
    /// <summary>Plans one edit.</summary>
    /// <param name="request">The user's words and the picture's caption.</param>
    /// <param name="cancellationToken">Cancels the planning.</param>
    /// <returns>A plan, or a question for the user.</returns>
    /// <exception cref="BelmException"><c>no_usable_plan</c>: a language model gave no usable plan, even after being told what was wrong.</exception>
    /// <exception cref="PlannerUnavailableException">A language model could not be reached or did not answer in time.</exception>
    Task<PlanningOutcome> PlanAsync(PlanningRequest request, CancellationToken cancellationToken = default);
}
