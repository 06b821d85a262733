using BelmAgent.Plugins.Results;
using Microsoft.SemanticKernel;

namespace BelmAgent.Plugins.Tools;

/// <summary>
/// Checks the arguments of the plugin's functions when a kernel invokes them itself, so that an invalid one becomes an error in the
/// result instead of an exception.
/// </summary>
internal sealed class ToolArgumentFilter : IFunctionInvocationFilter
{
    /// <inheritdoc/>
    public async Task OnFunctionInvocationAsync(FunctionInvocationContext context, Func<FunctionInvocationContext, Task> next)
    {
        var function = context.Function.Metadata;
        if (function.PluginName != ToolName.Plugin)
        {
            await next(context);
            return;
        }

        if (ToolArguments.Check(context.Arguments, function) is { } error && Refusal(function.ReturnParameter.ParameterType) is { } refusal)
        {
            context.Result = new FunctionResult(context.Function, refusal with { Error = error }, context.Kernel.Culture);
            return;
        }

        foreach (var (name, value) in ToolArguments.Fit(context.Arguments, function))
        {
            context.Arguments[name] = value;
        }

        await next(context);
    }

    // An empty result of the type that the caller expects.
    private static BelmResult? Refusal(Type? type)
    {
        var result = type is { IsGenericType: true } && type.GetGenericTypeDefinition() == typeof(Task<>) ? type.GetGenericArguments()[0] : type;
        return result?.IsAssignableTo(typeof(BelmResult)) == true ? (BelmResult?)Activator.CreateInstance(result) : null;
    }
}
