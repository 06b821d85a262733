using Microsoft.SemanticKernel;

namespace BelmAgent.Plugins.Tests.Tools;

internal sealed class CountingFilter : IFunctionInvocationFilter
{
    public List<string> Seen { get; } = [];

    public Task OnFunctionInvocationAsync(FunctionInvocationContext context, Func<FunctionInvocationContext, Task> next)
    {
        Seen.Add(context.Function.Name);
        return next(context);
    }
}
