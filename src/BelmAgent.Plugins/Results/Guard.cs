namespace BelmAgent.Plugins.Results;

/// <summary>Converts the expected failures of a call to its result.</summary>
internal static class Guard
{
    /// <summary>Runs a call.</summary>
    public static async Task<T> RunAsync<T>(Func<Task<T>> call)
        where T : BelmResult, new()
    {
        try
        {
            return await call();
        }
        catch (Exception e) when (BelmError.From(e) is { } error)
        {
            return new T { Error = error };
        }
    }
}
