using BelmAgent.Plugins.Chat;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Microsoft.SemanticKernel;

/// <summary>Adds the plugin <c>belm</c> to a kernel builder.</summary>
public static class BelmKernelBuilderExtensions
{
    /// <summary>Adds the plugin <c>belm</c> and everything that it needs.</summary>
    /// <param name="plugins">The kernel builder's plugins.</param>
    /// <param name="configure">Sets the options.</param>
    public static IKernelBuilderPlugins AddBelm(this IKernelBuilderPlugins plugins, Action<BelmOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(plugins);
        plugins.Services.AddBelm(configure);
        return plugins;
    }

    /// <summary>Adds the plugin <c>belm</c> and everything that it needs, with options bound to the sections under <c>Belm</c>.</summary>
    /// <param name="plugins">The kernel builder's plugins.</param>
    /// <param name="configuration">The configuration that has a section <c>Belm</c>.</param>
    /// <param name="configure">Sets options that override those of the configuration.</param>
    public static IKernelBuilderPlugins AddBelm(this IKernelBuilderPlugins plugins, IConfiguration configuration, Action<BelmOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(plugins);
        plugins.Services.AddBelm(configuration, configure);
        return plugins;
    }
}
