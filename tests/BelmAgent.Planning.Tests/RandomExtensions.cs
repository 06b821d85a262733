namespace BelmAgent.Planning.Tests;

internal static class RandomExtensions
{
    public static T Pick<T>(this Random random, IReadOnlyList<T> options) => options[random.Next(options.Count)];

    public static T PickOther<T>(this Random random, IEnumerable<T> options, T not) =>
        random.Pick([.. options.Where(option => !Equals(option, not))]);
}
