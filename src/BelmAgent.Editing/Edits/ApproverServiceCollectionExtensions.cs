using BelmAgent.Editing.Edits;
using BelmAgent.Editing.Plans;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Registers the approver of edits. Without one, every edit is refused.</summary>
public static class ApproverServiceCollectionExtensions
{
    /// <summary>Registers a type that approves edits, as a singleton; the last registered approver is used.</summary>
    /// <typeparam name="TApprover">The approver.</typeparam>
    /// <param name="services">The services, before or after <c>AddBelm</c>.</param>
    public static IServiceCollection AddBelmApprover<TApprover>(this IServiceCollection services)
        where TApprover : class, IEditApprover
    {
        ArgumentNullException.ThrowIfNull(services);
        return services.Replace(ServiceDescriptor.Singleton<IEditApprover, TApprover>());
    }

    /// <summary>Registers a function that approves edits; the last registered approver is used.</summary>
    /// <param name="services">The services, before or after <c>AddBelm</c>.</param>
    /// <param name="approve">Decides on a proposal: true if the edit may run. May be called from several threads at once.</param>
    /// <param name="name">The approver's name in the audit and in results. Default: <c>app</c>.</param>
    public static IServiceCollection AddBelmApprover(
        this IServiceCollection services, Func<EditProposal, CancellationToken, ValueTask<bool>> approve, string name = "app")
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentNullException.ThrowIfNull(approve);
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        return services.Replace(ServiceDescriptor.Singleton<IEditApprover>(new DelegateApprover(approve, name)));
    }

    /// <summary>Registers a synchronous function that approves edits; the last registered approver is used.</summary>
    /// <param name="services">The services, before or after <c>AddBelm</c>.</param>
    /// <param name="approve">Decides on a proposal: true if the edit may run. May be called from several threads at once.</param>
    /// <param name="name">The approver's name in the audit and in results. Default: <c>app</c>.</param>
    public static IServiceCollection AddBelmApprover(this IServiceCollection services, Func<EditProposal, bool> approve, string name = "app")
    {
        ArgumentNullException.ThrowIfNull(approve);
        return services.AddBelmApprover((proposal, _) => ValueTask.FromResult(approve(proposal)), name);
    }

    /// <summary>
    /// Lets every valid proposal run without asking (<see cref="ApprovalMode.Automatic"/>), regardless of the configuration. For apps
    /// in which the call for an edit is itself the approval.
    /// </summary>
    /// <param name="services">The services, before or after <c>AddBelm</c>.</param>
    public static IServiceCollection AddBelmAutomaticApproval(this IServiceCollection services)
    {
        ArgumentNullException.ThrowIfNull(services);
        return services.PostConfigure<EditingOptions>(options => options.Approval = ApprovalMode.Automatic);
    }

    private sealed class DelegateApprover(Func<EditProposal, CancellationToken, ValueTask<bool>> approve, string name) : IEditApprover
    {
        public string Name => name;

        public ValueTask<bool> ApproveAsync(EditProposal proposal, CancellationToken cancellationToken) => approve(proposal, cancellationToken);
    }
}
