namespace BelmAgent.Host.Doctor;

/// <summary>Examines one aspect of the machine. Faults are findings, not exceptions.</summary>
internal interface IExamination
{
    IAsyncEnumerable<Finding> LookAsync(CancellationToken cancellationToken);
}
