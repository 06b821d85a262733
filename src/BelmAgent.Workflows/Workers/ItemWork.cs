using BelmAgent.Editing;
using BelmAgent.Editing.Edits;
using BelmAgent.Editing.Library;
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
    Task<StagedEdit> RunAsync(ClaimedItem claimed, IProgress<EditProgress>? progress, CancellationToken cancellationToken);
}

/// <summary>An edit whose picture is staged.</summary>
/// <param name="ImageId">The picture's id.</param>
/// <param name="Result">What the item keeps of it.</param>
/// <param name="Seconds">The wall-clock seconds.</param>
internal sealed record StagedEdit(string ImageId, ItemResult Result, double Seconds);

/// <summary>Edits the item's picture by the plan that was approved.</summary>
internal sealed class EditWork(ImageEditor editor, PictureLibrary library) : IItemWork
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
        try
        {
            var result = await editor.StageAsync(proposal.Id, progress, cancellationToken);
            var kept = new ItemResult { Check = result.Check, Attempts = result.Attempts, Provider = result.Provider, Notes = result.Notes };
            return new StagedEdit(result.ImageId, kept, result.Seconds);
        }
        catch (EditStoppedException stopped)
        {
            library.Discard(stopped.Best.ImageId);
            throw;
        }
    }
}
