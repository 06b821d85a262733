namespace BelmAgent.Imaging.Codecs;

/// <summary>How a container says that it is damaged.</summary>
internal static class ContainerFault
{
    /// <summary>Refuses a file in which something does not hold.</summary>
    /// <exception cref="InvalidDataException">The condition is false.</exception>
    public static void Require([System.Diagnostics.CodeAnalysis.DoesNotReturnIf(false)] bool condition, string fault)
    {
        if (!condition)
        {
            throw new InvalidDataException(fault);
        }
    }
}
