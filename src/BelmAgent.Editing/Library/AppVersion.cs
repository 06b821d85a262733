using System.Reflection;

namespace BelmAgent.Editing.Library;

/// <summary>The version recorded in recipes and inversions.</summary>
internal static class AppVersion
{
    public static string Current { get; } =
        typeof(AppVersion).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0] ?? "0";
}
