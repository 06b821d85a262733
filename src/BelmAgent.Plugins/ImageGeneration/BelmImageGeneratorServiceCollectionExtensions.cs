using System.Diagnostics.CodeAnalysis;
using BelmAgent.Editing;
using BelmAgent.Planning;
using BelmAgent.Plugins.ImageGeneration;
using Microsoft.Extensions.AI;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Registers the image generator.</summary>
[Experimental("MEAI001")]
public static class BelmImageGeneratorServiceCollectionExtensions
{
    /// <summary>Adds <see cref="BelmImageGenerator"/> as the app's <see cref="IImageGenerator"/>, with everything that <c>AddBelm</c> adds.</summary>
    /// <param name="services">The services.</param>
    /// <returns>A builder for logging and other middleware.</returns>
    public static ImageGeneratorBuilder AddBelmImageGenerator(this IServiceCollection services)
    {
        ArgumentNullException.ThrowIfNull(services);
        services.AddBelm();
        return services.AddImageGenerator(provider => new BelmImageGenerator(
            provider.GetRequiredService<ImageOperations>(), provider.GetRequiredService<IEditPlanner>()));
    }
}
