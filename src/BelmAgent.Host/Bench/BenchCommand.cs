using System.CommandLine;

namespace BelmAgent.Host.Bench;

/// <summary>Commands that measure the app itself.</summary>
internal sealed class BenchCommand : Command
{
    public BenchCommand()
        : base("bench", "Measure edits, on images whose perfect edit is known, and plans; and run the paper again: its theory, reconstruction and quality of generation.")
    {
        Add(new BenchEditsCommand());
        Add(new BenchParityCommand());
        Add(new BenchChainCommand());
        Add(new BenchPlansCommand());
        Add(new BenchReconstructCommand());
        Add(new BenchQualityCommand());
        Add(new BenchTheoryCommand());
        Add(new BenchPaperCommand());
    }
}
