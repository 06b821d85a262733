using BelmAgent.Editing.Edits;
using BelmAgent.Editing.Plans;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Registers who approves edits. Without any of these, every edit is refused.</summary>
public static class ApproverServiceCollectionExtensions
{
    /// <summary>Has a type approve edits, as a singleton; the last approver that is added wins.</summary>
    /// <typeparam name="TApprover">The approver.</typeparam>
    /// <param name="services">The services, before or after <c>AddBelm</c>.</param>
    public static IServiceCollection AddBelmApprover<TApprover>(this IServiceCollection services)
        where TApprover : class, IEditApprover
    {
        ArgumentNullException.ThrowIfNull(services);
        return services.Replace(ServiceDescriptor.Singleton<IEditApprover, TApprover>());
    }

    /// <summary>Has a function approve edits; the last approver that is added wins.</summary>
    /// <param name="services">The services, before or after <c>AddBelm</c>.</param>
    /// <param name="approve">Decides on one proposal: true when the edit may run. May be called from several threads at once.</param>
    /// <param name="name">Whose word it is, as the audit and the result name it. Default: <c>app</c>.</param>
    public static IServiceCollection AddBelmApprover(
        this IServiceCollection services, Func<EditProposal, CancellationToken, ValueTask<bool>> approve, string name = "app")
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentNullException.ThrowIfNull(approve);
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        return services.Replace(ServiceDescriptor.Singleton<IEditApprover>(new DelegateApprover(approve, name)));
    }

    /// <summary>
    /// Has a function approve edits that need not wait for its answer; the last approver that is added wins.
    /// </summary>
    /// <param name="services">The services, before or after <c>AddBelm</c>.</param>
    /// <param name="approve">Decides on one proposal: true when the edit may run. May be called from several threads at once.</param>
    /// <param name="name">Whose word it is, as the audit and the result name it. Default: <c>app</c>.</param>
    public static IServiceCollection AddBelmApprover(this IServiceCollection services, Func<EditProposal, bool> approve, string name = "app")
    {
        ArgumentNullException.ThrowIfNull(approve);
        return services.AddBelmApprover((proposal, _) => ValueTask.FromResult(approve(proposal)), name);
    }

    /// <summary>
    /// Lets every valid proposal run unasked (<see cref="ApprovalMode.Automatic"/>), whatever the configuration says. For apps in which
    /// calling for an edit is itself the approval.
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
