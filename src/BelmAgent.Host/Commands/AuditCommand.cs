using System.CommandLine;
using BelmAgent.Editing.Audit;
using BelmAgent.Host.Commands.Options;
using BelmAgent.Host.Output;
using Microsoft.Extensions.DependencyInjection;

namespace BelmAgent.Host.Commands;

/// <summary>Shows the audit of a library: what ran, with which arguments and whose approval.</summary>
internal sealed class AuditCommand : AppCommand
{
    private const int Default = 50;

    private readonly LibraryOption _library = new();

    private readonly Option<int?> _limit = NewOption.Whole("--limit", "N", 1, 100_000, $"At most so many records (default: {Default}).");

    public AuditCommand()
        : base("audit", "List what ran in a library: which function with what arguments, on whose approval. The newest comes last.")
    {
        Add(_limit);
        _library.AddTo(this);
        AddTail();
    }

    public override IEnumerable<KeyValuePair<string, string?>> Settings(ParseResult line) => _library.Settings(line);

    public override Task<Outcome> RunAsync(CommandContext context)
    {
        var trail = context.Services.GetRequiredService<AuditLog>().Read(context.Line.GetValue(_limit) ?? Default);
        return Task.FromResult(new Outcome(JsonOutput.Of(trail), AuditFacts.Of(trail)));
    }
}
