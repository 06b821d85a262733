namespace BelmAgent.Host.Doctor;

/// <summary>Looks at one side of the machine. What it finds wrong is a finding, not an exception.</summary>
internal interface IExamination
{
    IAsyncEnumerable<Finding> LookAsync(CancellationToken cancellationToken);
}
