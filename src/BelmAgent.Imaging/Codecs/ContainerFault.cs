namespace BelmAgent.Imaging.Codecs;

/// <summary>Reports a damaged container.</summary>
internal static class ContainerFault
{
    /// <summary>Throws if a condition that a sound file meets is false.</summary>
    /// <exception cref="InvalidDataException">The condition is false.</exception>
    public static void Require([System.Diagnostics.CodeAnalysis.DoesNotReturnIf(false)] bool condition, string fault)
    {
        if (!condition)
        {
            throw new InvalidDataException(fault);
        }
    }
}
