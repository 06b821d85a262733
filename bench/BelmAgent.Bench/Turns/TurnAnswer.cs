namespace BelmAgent.Bench.Turns;

/// <summary>What it took.</summary>
/// <param name="Seconds">From the request to the picture in the library, all checks made.</param>
/// <param name="Evaluations">Rows that the UNet computed, those of the check included.</param>
/// <param name="File">The picture.</param>
internal sealed record TurnAnswer(double Seconds, int Evaluations, string File);
