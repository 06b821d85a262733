using System.Reflection;
using System.Runtime.CompilerServices;

namespace BelmAgent.Host.Tests.Architecture;

/// <summary>A type that needs many others is two types.</summary>
public class ConstructorTests
{
    private const int MaxParameters = 6;

    public static TheoryData<string> Projects => FloorTests.Projects;

    [Theory]
    [MemberData(nameof(Projects))]
    public void Constructors_take_few_parameters(string project) => Assert.Empty(
        Assembly.Load(project).GetTypes()
            .Where(type => !IsData(type) && !type.IsDefined(typeof(CompilerGeneratedAttribute)))
            .SelectMany(type => type.GetConstructors(BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance))
            .Where(constructor => constructor.GetParameters().Length > MaxParameters)
            .Select(constructor => $"{constructor.DeclaringType}: {constructor.GetParameters().Length}"));

    // A record is plain data; the compiler gives it a method that prints its members.
    private static bool IsData(Type type) => type.GetMethod("PrintMembers", BindingFlags.NonPublic | BindingFlags.Instance) is not null;
}
