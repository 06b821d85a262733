using System.CommandLine;

namespace BelmAgent.Host.Bench;

/// <summary>Commands that measure the app itself.</summary>
internal sealed class BenchCommand : Command
{
    public BenchCommand()
        : base("bench", "Measure the quality of edits, on images whose perfect edit is known, and of plans.")
    {
        Add(new BenchEditsCommand());
        Add(new BenchParityCommand());
        Add(new BenchChainCommand());
        Add(new BenchPlansCommand());
        Add(new BenchQualityCommand());
    }
}
