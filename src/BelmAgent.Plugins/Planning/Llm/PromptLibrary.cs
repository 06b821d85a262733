using Microsoft.SemanticKernel;

namespace BelmAgent.Plugins.Planning.Llm;

/// <summary>The prompt functions, from the assembly or from a folder of one's own.</summary>
/// <remarks>A prompt is two files, <c>PLUGIN/FUNCTION/skprompt.txt</c> and <c>config.json</c>. Safe to share.</remarks>
/// <param name="directory">A folder that holds <c>PLUGIN/FUNCTION</c>; a prompt that is missing there comes from the assembly. Null: none.</param>
public sealed class PromptLibrary(string? directory = null)
{
    /// <summary>Creates a kernel function of a prompt.</summary>
    /// <param name="plugin">The plugin, such as <c>belm_planner</c>.</param>
    /// <param name="function">The function, such as <c>plan_edit</c>; this is its name, whatever the config says.</param>
    /// <exception cref="FileNotFoundException">Neither the folder nor the assembly has the prompt.</exception>
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
