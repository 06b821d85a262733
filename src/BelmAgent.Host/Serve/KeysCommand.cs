using System.CommandLine;
using System.Text.Json.Nodes;
using BelmAgent.Editing.Library;
using BelmAgent.Host.Commands;
using BelmAgent.Host.Output;
using BelmAgent.Web.Security;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace BelmAgent.Host.Serve;

/// <summary>The keys of those who may call the server.</summary>
internal sealed class KeysCommand : Command
{
    public KeysCommand()
        : base("keys", "List, add and revoke the keys of those who may call 'belm serve'.")
    {
        Add(new KeysListCommand());
        Add(new KeysAddCommand());
        Add(new KeysRevokeCommand());
    }

    internal static KeyRing Ring(CommandContext context) =>
        new(context.Services.GetRequiredService<IOptions<LibraryOptions>>().Value, context.Services.GetRequiredService<TimeProvider>());
}

/// <summary>Lists the keys.</summary>
internal sealed class KeysListCommand : AppCommand
{
    public KeysListCommand()
        : base("list", "List the keys by name, with their scopes.")
    {
        Add(SettingOption.Library());
        AddTail();
    }

    public override Task<Outcome> RunAsync(CommandContext context)
    {
        var keys = KeysCommand.Ring(context).List();
        var facts = new FactSheet();
        foreach (var key in keys)
        {
            facts.Add(key.Name, $"{string.Join(", ", key.Scopes)}; since {key.Created:yyyy-MM-dd}");
        }

        if (keys.Count == 0)
        {
            facts.Add("Keys", "none yet; 'belm serve' makes the owner's");
        }

        var json = new JsonObject
        {
            ["keys"] = new JsonArray([.. keys.Select(key => (JsonNode)new JsonObject
            {
                ["name"] = key.Name, ["scopes"] = new JsonArray([.. key.Scopes.Select(scope => (JsonNode)scope)]), ["created"] = key.Created.ToString("O"),
            })]),
        };
        return Task.FromResult(new Outcome(json, facts));
    }
}

/// <summary>Adds a key.</summary>
internal sealed class KeysAddCommand : AppCommand
{
    private readonly Argument<string> _name = new("NAME") { Description = "The key's name in the audit: lower-case letters, digits and hyphens." };
    private readonly Option<string?> _scopes = NewOption.Text("--scopes", "SCOPES", "What it may do, separated by commas: read, edit, approve, admin (default: read,edit, as for an agent).");

    public KeysAddCommand()
        : base("add", "Add a key, and print it once: only its hash is stored.")
    {
        Add(_name);
        Add(_scopes);
        Add(SettingOption.Library());
        AddTail();
    }

    public override Task<Outcome> RunAsync(CommandContext context)
    {
        var name = context.Line.GetRequiredValue(_name);
        var scopes = (context.Line.GetValue(_scopes) ?? $"{Scopes.Read},{Scopes.Edit}").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        var key = KeysCommand.Ring(context).Add(name, scopes);
        return Task.FromResult(new Outcome(new JsonObject { ["name"] = name, ["key"] = key }, new FactSheet().Add("Key", key).Add("", "it is not stored, and cannot be shown again")));
    }
}

/// <summary>Revokes a key.</summary>
internal sealed class KeysRevokeCommand : AppCommand
{
    private readonly Argument<string> _name = new("NAME") { Description = "The key's name." };

    public KeysRevokeCommand()
        : base("revoke", "Revoke a key; pages that used it are signed out.")
    {
        Add(_name);
        Add(SettingOption.Library());
        AddTail();
    }

    public override Task<Outcome> RunAsync(CommandContext context)
    {
        var name = context.Line.GetRequiredValue(_name);
        KeysCommand.Ring(context).Revoke(name);
        return Task.FromResult(new Outcome(new JsonObject { ["name"] = name, ["revoked"] = true }, new FactSheet().Add("Revoked", name)));
    }
}
