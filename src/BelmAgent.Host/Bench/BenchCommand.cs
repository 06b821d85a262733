using System.CommandLine;

namespace BelmAgent.Host.Bench;

/// <summary>Commands that measure the app itself.</summary>
internal sealed class BenchCommand : Command
{
    public BenchCommand()
        : base("bench", "Measure how well edits come out, on pictures whose perfect edit is known, and how well requests are planned.")
    {
        Add(new BenchEditsCommand());
        Add(new BenchParityCommand());
        Add(new BenchChainCommand());
        Add(new BenchPlansCommand());
    }
}
