using Microsoft.Extensions.DependencyInjection;

namespace BelmAgent.Host.Doctor;

/// <summary>Registers the doctor's examinations, in the order of the report.</summary>
internal static class DoctorServiceCollectionExtensions
{
    public static IServiceCollection AddDoctor(this IServiceCollection services) => services
        .AddSingleton<IExamination, SystemExamination>()
        .AddSingleton<IExamination, ModelExamination>()
        .AddSingleton<IExamination, ProviderExamination>()
        .AddSingleton<IExamination, LibraryExamination>()
        .AddSingleton<IExamination, PlannerExamination>();
}
