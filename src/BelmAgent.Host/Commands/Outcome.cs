using System.Text.Json.Nodes;
using BelmAgent.Host.Failures;
using BelmAgent.Host.Output;

namespace BelmAgent.Host.Commands;

/// <summary>The result of a command, for a program and for a user.</summary>
/// <param name="Json">The object printed with <c>--json</c>.</param>
/// <param name="Facts">The lines printed for the user.</param>
/// <param name="ExitCode">The exit code of the process.</param>
internal sealed record Outcome(JsonObject Json, FactSheet Facts, int ExitCode = ExitCodes.Done);
