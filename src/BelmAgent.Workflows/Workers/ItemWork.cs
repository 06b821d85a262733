using BelmAgent.Editing;
using BelmAgent.Editing.Edits;
using BelmAgent.Editing.Operations;
using BelmAgent.Editing.Plans;
using BelmAgent.Workflows.Batches;
using BelmAgent.Workflows.Storage;

namespace BelmAgent.Workflows.Workers;

/// <summary>Does the work of an item, up to a staged picture.</summary>
internal interface IItemWork
{
    /// <summary>Works on an item.</summary>
    /// <param name="claimed">The item.</param>
    /// <param name="progress">Receives the steps.</param>
    /// <param name="cancellationToken">Stops it within one network call.</param>
    /// <exception cref="EditStoppedException">It was stopped after an attempt had been finished; the best is staged, and the caller's to publish or discard.</exception>
    Task<StagedEdit> RunAsync(ClaimedItem claimed, IProgress<EditProgress>? progress, CancellationToken cancellationToken);
}

/// <summary>An edit whose picture is staged.</summary>
/// <param name="ImageId">The picture's id.</param>
/// <param name="Result">What the item keeps of it.</param>
/// <param name="Seconds">The wall-clock seconds.</param>
internal sealed record StagedEdit(string ImageId, ItemResult Result, double Seconds)
{
    /// <summary>Returns what an item keeps of an edit's result.</summary>
    public static StagedEdit From(EditResult result) => new(
        result.ImageId, new ItemResult { Check = result.Check, Attempts = result.Attempts, Provider = result.Provider, Notes = result.Notes }, result.Seconds);
}

/// <summary>Edits the item's picture by the plan that was approved.</summary>
internal sealed class EditWork(ImageEditor editor) : IItemWork
{
    public async Task<StagedEdit> RunAsync(ClaimedItem claimed, IProgress<EditProgress>? progress, CancellationToken cancellationToken)
    {
        var item = claimed.Item;
        var proposal = await editor.ProposeAsync(item.SourceId!, WorkflowJson.Read<EditPlan>(item.Plan!), cancellationToken);
        if (WorkflowJson.Write(proposal.Plan) != item.Proposal)
        {
            throw new BelmException(
                "plan_changed", ErrorKind.Refused, "The settings of this worker lead to another plan than the one that was approved",
                "give all workers the same Belm:Editing settings and model as where the batch was planned, then retry the failed rows");
        }

        await editor.ApproveAsync(proposal.Id, $"{claimed.Batch.ApprovedBy} for {claimed.Batch.Id}", cancellationToken);
        return StagedEdit.From(await editor.StageAsync(proposal.Id, progress, cancellationToken));
    }
}
