using Microsoft.ML.OnnxRuntime;

namespace BelmAgent.Diffusion.Devices;

/// <summary>Execution providers in libraries of their own. A library is registered once and stays registered for the life of the process.</summary>
/// <remarks>Safe to share between threads.</remarks>
internal static class PluginProviders
{
    private static readonly Lock Gate = new();

    // Maps a registration name to the library and the providers that it contains.
    private static readonly Dictionary<string, (string Path, HashSet<string> Providers)> Registered = new(StringComparer.Ordinal);

    /// <summary>Adds the selected device of a plugin to a session.</summary>
    /// <exception cref="ExecutionProviderException">The plugin cannot be loaded, or has no such device.</exception>
    public static void Append(SessionOptions session, string name, DeviceOptions options)
    {
        var devices = Devices(name, Path.GetFullPath(options.Library!));
        if (options.RequireGpu && devices.Count > 0)
        {
            devices.RemoveAll(device => device.HardwareDevice.Type == OrtHardwareDeviceType.CPU);
            if (devices.Count == 0)
            {
                throw new ExecutionProviderException(name, "a GPU is required, and the plugin computes on the CPU", fault: ProviderFault.NotAGpu);
            }
        }

        if (options.DeviceId >= devices.Count)
        {
            throw new ExecutionProviderException(
                name, $"it finds {devices.Count} devices here, but device {options.DeviceId} is requested", fault: ProviderFault.NoDevice);
        }

        session.AppendExecutionProvider(OrtEnv.Instance(), [devices[options.DeviceId]], new Dictionary<string, string>());
    }

    private static List<OrtEpDevice> Devices(string name, string path)
    {
        lock (Gate)
        {
            if (!Registered.TryGetValue(name, out var plugin))
            {
                plugin = (path, Register(name, path));
                Registered.Add(name, plugin);
            }
            else if (plugin.Path != path)
            {
                throw new ExecutionProviderException(name, $"another library, {plugin.Path}, has that name in this process; give it another name");
            }

            return [.. OrtEnv.Instance().GetEpDevices().Where(device => plugin.Providers.Contains(device.EpName))];
        }
    }

    // A provider's own name need not be the name under which it is registered.
    private static HashSet<string> Register(string name, string path)
    {
        if (!File.Exists(path))
        {
            throw new ExecutionProviderException(name, $"its library {path} is missing; correct Belm:Device:Library", fault: ProviderFault.LibraryMissing);
        }

        var env = OrtEnv.Instance();
        var before = env.GetEpDevices().Select(device => device.EpName).ToHashSet();
        env.RegisterExecutionProviderLibrary(name, path);
        return [.. env.GetEpDevices().Select(device => device.EpName).Where(known => known == name || !before.Contains(known))];
    }
}
