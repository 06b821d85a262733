using System.Runtime.ExceptionServices;
using System.Text.Json;
using System.Text.Json.Nodes;
using BelmAgent.Editing.Operations;
using BelmAgent.Plugins.Results;
using BelmAgent.Plugins.Telemetry;
using Microsoft.Extensions.AI;
using Microsoft.SemanticKernel;

namespace BelmAgent.Plugins.Tools;

/// <summary>A kernel function as a tool that is invoked through its kernel.</summary>
/// <remarks>
/// A <see cref="KernelFunction"/> used directly as an <see cref="AIFunction"/> calls its method without the kernel's filters and
/// telemetry. Contents such as pictures are passed through unchanged; other results become JSON. Descriptions refer to the plugin's
/// other functions by their tool names. Safe to share.
/// </remarks>
/// <param name="function">The function.</param>
/// <param name="kernel">Returns the kernel for one call.</param>
/// <param name="functions">Names of all functions of its plugin, which texts may mention.</param>
internal sealed class KernelInvokedFunction(KernelFunction function, Func<Kernel> kernel, params IReadOnlyList<string> functions) : DelegatingAIFunction(function)
{
    // The kernel writes a description into the schema, under a key that schemas do not have.
    private const string StrayKey = "condition";

    private readonly Lazy<JsonElement> _schema = new(() => Schema((AIFunction)function, functions));

    /// <inheritdoc/>
    public override string Description => Qualify(base.Description, functions);

    /// <inheritdoc/>
    public override JsonElement JsonSchema => _schema.Value;

    /// <inheritdoc/>
    public override JsonElement? ReturnJsonSchema => function.Metadata.ReturnParameter.Schema?.RootElement;

    /// <inheritdoc/>
    protected override async ValueTask<object?> InvokeCoreAsync(AIFunctionArguments arguments, CancellationToken cancellationToken)
    {
        using var span = ToolSpan.Start(Name);
        try
        {
            return await RunAsync(arguments, cancellationToken);
        }
        catch (KernelFunctionCanceledException e) when (e.InnerException is OperationCanceledException stopped)
        {
            // The kernel wraps the exception of a cancelled function; callers need the original exception and its data.
            BelmTelemetry.Mark(span, stopped);
            ExceptionDispatchInfo.Throw(stopped);
            throw;
        }
        catch (Exception e)
        {
            BelmTelemetry.Mark(span, e);
            throw;
        }
    }

    private async Task<object?> RunAsync(AIFunctionArguments arguments, CancellationToken cancellationToken)
    {
        if (ToolArguments.Check(arguments, function.Metadata) is { } error)
        {
            return Json(new BelmFailure { Error = error });
        }

        var result = await function.InvokeAsync(kernel(), new KernelArguments(ToolArguments.Fit(arguments, function.Metadata)), cancellationToken);
        return result.GetValue<object>() switch
        {
            null => null,
            AIContent or IEnumerable<AIContent> => result.GetValue<object>(),
            BelmResult own => Json(own.Spell(text => Qualify(text, functions)) with { IgnoredArguments = ToolArguments.Unknown(arguments, function.Metadata) }),
            var value => Json(value),
        };
    }

    private static JsonElement Schema(AIFunction function, IReadOnlyList<string> functions)
    {
        var schema = JsonObject.Create(function.JsonSchema)!;
        schema.Remove(StrayKey);
        return JsonElement.Parse(Qualify(schema.ToJsonString(), functions));
    }

    private static string Qualify(string text, IReadOnlyList<string> functions) => functions.Count > 0 ? ToolName.Qualify(text, functions) : text;

    private static JsonElement Json(object value) => JsonSerializer.SerializeToElement(value, value.GetType(), AIJsonUtilities.DefaultOptions);
}
