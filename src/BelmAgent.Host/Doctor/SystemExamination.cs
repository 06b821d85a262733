using System.Reflection;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace BelmAgent.Host.Doctor;

/// <summary>Reports the system that the app runs on.</summary>
internal sealed class SystemExamination : IExamination
{
    public async IAsyncEnumerable<Finding> LookAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await Task.CompletedTask;
        var version = typeof(SystemExamination).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion;
        yield return new Finding("app", FindingState.Ok, $"belm {version?.Split('+')[0]}, {RuntimeInformation.FrameworkDescription}");
        yield return new Finding(
            "machine", FindingState.Ok,
            $"{RuntimeInformation.OSDescription}, {RuntimeInformation.ProcessArchitecture}, {Environment.ProcessorCount} cores");
    }
}
