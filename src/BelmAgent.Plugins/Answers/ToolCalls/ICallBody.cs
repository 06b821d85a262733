namespace BelmAgent.Plugins.Answers.ToolCalls;

/// <summary>One notation for calls between a dialect's markers.</summary>
internal interface ICallBody
{
    /// <summary>Reads all consecutive calls at a position.</summary>
    /// <param name="text">The position; moved past the last call.</param>
    /// <param name="calls">Receives the calls.</param>
    /// <returns>Whether there is at least one complete call and no incomplete one.</returns>
    bool TryRead(CallText text, List<WrittenCall> calls);
}
