using System.Reflection;

namespace BelmAgent.Editing.Library;

/// <summary>The version that recipes and inversions are marked with.</summary>
internal static class AppVersion
{
    public static string Current { get; } =
        typeof(AppVersion).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0] ?? "0";
}
