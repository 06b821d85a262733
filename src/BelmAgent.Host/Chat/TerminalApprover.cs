using BelmAgent.Editing.Edits;
using BelmAgent.Host.Output;
using BelmAgent.Host.Terminal;

namespace BelmAgent.Host.Chat;

/// <summary>Asks the user at the terminal; without one, nothing is approved.</summary>
internal sealed class TerminalApprover(Screen screen, ChatWords words, ChatProgress progress, ShownPlan shown) : IEditApprover
{
    public string Name => "terminal";

    public async ValueTask<bool> ApproveAsync(EditProposal proposal, CancellationToken cancellationToken)
    {
        if (!screen.Io.CanAsk)
        {
            return false;
        }

        // The text may have stopped in the middle of a line, and a progress bar would overwrite the question.
        progress.Clear();
        words.EndLine();
        if (proposal.Id != shown.ProposalId)
        {
            PlanCard.Show(screen, proposal.Plan, proposal.EstimatedSeconds);
            shown.ProposalId = proposal.Id;
        }

        await screen.Io.Error.WriteAsync("Run this edit? [y/N] ");
        var answer = await screen.Io.ReadLineAsync(cancellationToken);
        return answer?.Trim().ToLowerInvariant() is "y" or "yes";
    }
}
