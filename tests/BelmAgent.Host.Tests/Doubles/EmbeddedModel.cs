using System.Runtime.CompilerServices;

namespace BelmAgent.Host.Tests.Doubles;

/// <summary>The model of all runs here, and of the processes that they start.</summary>
internal static class EmbeddedModel
{
    // ToyTown answers in half the time, and its results are known to the word.
    [ModuleInitializer]
    internal static void Choose() =>
        Environment.SetEnvironmentVariable("BELM__MODEL__PATH", Path.Combine(AppContext.BaseDirectory, "models", "toytown"));
}
