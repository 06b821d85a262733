namespace BelmAgent.Bench.Turns;

/// <summary>The result of a turn.</summary>
/// <param name="Seconds">Seconds from the request to the picture in the library, including all checks.</param>
/// <param name="Evaluations">Rows computed by the UNet, including those of the check.</param>
/// <param name="File">The picture.</param>
internal sealed record TurnAnswer(double Seconds, int Evaluations, string File);
