using Microsoft.SemanticKernel;

namespace BelmAgent.Plugins.Planners;

/// <summary>The prompt functions, from the assembly or from a custom folder.</summary>
/// <remarks>A prompt is two files, <c>PLUGIN/FUNCTION/skprompt.txt</c> and <c>config.json</c>. Safe to share.</remarks>
/// <param name="directory">A folder that contains <c>PLUGIN/FUNCTION</c>; missing prompts are taken from the assembly. Null: none.</param>
public sealed class PromptLibrary(string? directory = null)
{
    /// <summary>Creates a kernel function from a prompt.</summary>
    /// <param name="plugin">The plugin, such as <c>belm_planner</c>.</param>
    /// <param name="function">The function, such as <c>plan_edit</c>; this is its name, whatever the config says.</param>
    /// <exception cref="FileNotFoundException">The prompt is neither in the folder nor in the assembly.</exception>
    public KernelFunction Create(string plugin, string function)
    {
        var config = PromptTemplateConfig.FromJson(Read($"{plugin}/{function}/config.json"));
        config.Name = function;
        config.Template = Read($"{plugin}/{function}/skprompt.txt");
        return KernelFunctionFactory.CreateFromPrompt(config);
    }

    private string Read(string name)
    {
        if (directory is not null && Path.Combine(directory, name) is var path && File.Exists(path))
        {
            return File.ReadAllText(path);
        }

        using var stream = typeof(PromptLibrary).Assembly.GetManifestResourceStream(name)
            ?? throw new FileNotFoundException($"There is no prompt {name}: check the folder of prompts.", name);
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
