using BelmAgent.Editing.Edits;
using BelmAgent.Host.Output;
using BelmAgent.Host.Terminal;

namespace BelmAgent.Host.Chat;

/// <summary>Asks the user: at the terminal, or in a conversation from a pipe by the next line; otherwise nothing is approved.</summary>
internal sealed class TerminalApprover(Screen screen, ChatWords words, ChatProgress progress, ShownPlan shown) : IEditApprover
{
    public string Name => "terminal";

    public async ValueTask<bool> ApproveAsync(EditProposal proposal, CancellationToken cancellationToken)
    {
        if (!screen.Io.CanAsk && !screen.Io.ReadsAnswers)
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

        await screen.Io.Error.WriteAsync(screen.Io.CanAsk ? "Run this edit? [y/N] " : $"Run this edit? [y/N]{Environment.NewLine}");
        return await screen.Io.ReadYesAsync(cancellationToken);
    }
}
