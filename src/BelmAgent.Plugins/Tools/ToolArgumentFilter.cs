using BelmAgent.Plugins.Results;
using Microsoft.SemanticKernel;

namespace BelmAgent.Plugins.Tools;

/// <summary>Checks the arguments of the plugin's functions where a kernel invokes them itself, so that a wrong one is an error in the result and no exception.</summary>
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

    // An empty result of the kind that whoever asks expects.
    private static BelmResult? Refusal(Type? type)
    {
        var result = type is { IsGenericType: true } && type.GetGenericTypeDefinition() == typeof(Task<>) ? type.GetGenericArguments()[0] : type;
        return result?.IsAssignableTo(typeof(BelmResult)) == true ? (BelmResult?)Activator.CreateInstance(result) : null;
    }
}
