using System.Text.Json.Nodes;
using BelmAgent.Host.Failures;
using BelmAgent.Host.Output;

namespace BelmAgent.Host.Commands;

/// <summary>What a command has to say, for a program and for a person.</summary>
/// <param name="Json">The object that <c>--json</c> prints.</param>
/// <param name="Facts">The lines that a person reads.</param>
/// <param name="ExitCode">What the process tells its caller.</param>
internal sealed record Outcome(JsonObject Json, FactSheet Facts, int ExitCode = ExitCodes.Done);
