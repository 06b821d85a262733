using BelmAgent.Editing;
using BelmAgent.Editing.Inversions;
using BelmAgent.Editing.Library;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Adds the library of pictures and inversions to an app's services.</summary>
public static class LibraryServiceCollectionExtensions
{
    /// <summary>Adds <see cref="PictureLibrary"/>, <see cref="PictureThumbnails"/>, <see cref="InversionStore"/> and <see cref="PathGuard"/> as singletons.</summary>
    /// <param name="services">The services. Existing registrations are kept, so a second call changes nothing but options.</param>
    /// <param name="configure">Sets the options, which are validated when the host starts. Null: the defaults.</param>
    public static IServiceCollection AddPictureLibrary(this IServiceCollection services, Action<LibraryOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(services);
        var options = services.AddBelmOptions<LibraryOptions>();
        if (configure is not null)
        {
            options.Configure(configure);
        }

        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton(provider => new LibraryId(provider.GetRequiredService<TimeProvider>()));
        services.TryAddSingleton(provider => new PathGuard(Options(provider)));
        services.TryAddSingleton(provider => new PictureLibrary(
            Options(provider),
            provider.GetRequiredService<LibraryId>(),
            provider.GetRequiredService<TimeProvider>(),
            provider.GetService<ILogger<PictureLibrary>>()));
        services.TryAddSingleton(provider => new PictureThumbnails(provider.GetRequiredService<PictureLibrary>()));
        services.TryAddSingleton(provider => new InversionStore(
            Options(provider),
            provider.GetRequiredService<LibraryId>(),
            provider.GetRequiredService<TimeProvider>(),
            provider.GetService<ILogger<InversionStore>>()));
        return services;

        static LibraryOptions Options(IServiceProvider provider) => provider.GetRequiredService<IOptions<LibraryOptions>>().Value;
    }
}
