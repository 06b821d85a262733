using System.CommandLine;

namespace BelmAgent.Host.Models;

/// <summary>Commands for the models on this machine and for downloading more.</summary>
internal sealed class ModelsCommand : Command
{
    public ModelsCommand()
        : base("models", "List the models that are here, fetch one from a hub, or say what a folder is and what it lacks.")
    {
        Add(new ModelsListCommand());
        Add(new ModelsPullCommand());
        Add(new ModelsCheckCommand());
    }
}
