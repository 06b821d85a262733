namespace BelmAgent.Editing;

/// <summary>
/// Names the key that an option had in an earlier version. <see cref="Microsoft.Extensions.DependencyInjection.BelmConfigurationExtensions"/>
/// still reads it, with a warning, if the option's current key is not set.
/// </summary>
/// <param name="name">The former key within the section.</param>
[AttributeUsage(AttributeTargets.Property)]
public sealed class FormerNameAttribute(string name) : Attribute
{
    /// <summary>Gets the former key within the section.</summary>
    public string Name { get; } = name;
}
