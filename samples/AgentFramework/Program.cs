using BelmAgent.Editing.Edits;
using Microsoft.Agents.AI;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

var services = new ServiceCollection();
services.AddBelm(new ConfigurationBuilder().AddEnvironmentVariables().Build());
await using var provider = services.BuildServiceProvider();
var pictures = provider.GetRequiredService<IEditService>();
await using var original = File.OpenRead(args[0]);
var picture = await pictures.ImportAsync(original);

// The framework stops before an edit and asks.
var tools = provider.CreateBelmTools().Select(AITool (tool) => tool.Name == "belm_edit_image" ? new ApprovalRequiredAIFunction(tool) : tool);
var agent = new ScriptedChatClient().AsAIAgent("You edit pictures.", "editor", tools: [.. tools]); // your model goes here
var session = await agent.CreateSessionAsync();
var response = await agent.RunAsync($"{picture.Id}: {args[1]}", session);
while (response.Messages.SelectMany(message => message.Contents).OfType<ToolApprovalRequestContent>().FirstOrDefault() is { ToolCall: FunctionCallContent call } asked)
{
    // What the user answers is told to both: the framework, and the domain, which runs no edit unapproved.
    var yes = args[2] == "yes";
    Console.WriteLine($"{call.Name}: {(yes ? "approved" : "refused")}");
    if (yes)
    {
        await pictures.ApproveAsync($"{call.Arguments!["proposal_id"]}", "console");
    }

    response = await agent.RunAsync(new ChatMessage(ChatRole.User, [asked.CreateResponse(yes)]), session);
}

Console.WriteLine(response.Text);
