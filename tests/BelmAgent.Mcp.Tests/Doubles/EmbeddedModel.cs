using System.Runtime.CompilerServices;

namespace BelmAgent.Mcp.Tests.Doubles;

/// <summary>The model of the processes that these tests start.</summary>
internal static class EmbeddedModel
{
    [ModuleInitializer]
    internal static void Choose() =>
        Environment.SetEnvironmentVariable("BELM__MODEL__PATH", Path.Combine(AppContext.BaseDirectory, "models", "toytown"));
}
