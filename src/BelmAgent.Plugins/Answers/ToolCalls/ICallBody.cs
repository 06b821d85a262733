namespace BelmAgent.Plugins.Answers.ToolCalls;

/// <summary>One way of writing calls between a dialect's marks.</summary>
internal interface ICallBody
{
    /// <summary>Reads all the calls that follow each other here.</summary>
    /// <param name="text">Where; left after the last.</param>
    /// <param name="calls">Takes the calls.</param>
    /// <returns>Whether there is at least one, and no piece of one.</returns>
    bool TryRead(CallText text, List<WrittenCall> calls);
}
