using BelmAgent.Plugins.Planning;
using Microsoft.Extensions.DependencyInjection;

namespace BelmAgent.Host.Planning;

/// <summary>Registers the planner that the settings ask for.</summary>
internal static class PlanningServiceCollectionExtensions
{
    public static IServiceCollection AddPlanning(this IServiceCollection services) => services
        .AddSingleton<IEditPlanner>(new OfflinePlanner(null));
}
