using BelmAgent.Editing;
using Microsoft.Agents.AI;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

var services = new ServiceCollection();
services.AddBelm(new ConfigurationBuilder().AddEnvironmentVariables().Build());
await using var provider = services.BuildServiceProvider();
var images = provider.GetRequiredService<Images>();
await using var original = File.OpenRead(args[0]);
var picture = await images.ImportAsync(original);

// The framework stops before an edit and asks.
var tools = provider.CreateBelmTools().Select(AITool (tool) => tool.Name == "belm_edit_image" ? new ApprovalRequiredAIFunction(tool) : tool);
var agent = new ScriptedChatClient().AsAIAgent("You edit images.", "editor", tools: [.. tools]); // your model goes here
var session = await agent.CreateSessionAsync();
var response = await agent.RunAsync($"{picture.Id}: {args[1]}", session);
while (response.Messages.SelectMany(message => message.Contents).OfType<ToolApprovalRequestContent>().ToList() is { Count: > 0 } questions)
{
    var answers = new List<AIContent>();
    foreach (var question in questions)
    {
        var call = (FunctionCallContent)question.ToolCall;
        var yes = args[2] == "yes"; // ask your user here
        Console.WriteLine($"{call.Name}: {(yes ? "approved" : "refused")}");
        if (yes)
        {
            // The domain, which runs no edit without approval, is informed as well as the framework.
            await provider.GetRequiredService<ImageEditor>().ApproveAsync($"{call.Arguments!["proposal_id"]}", by: "console");
        }

        answers.Add(question.CreateResponse(yes));
    }

    response = await agent.RunAsync(new ChatMessage(ChatRole.User, answers), session);
}

Console.WriteLine(response.Text);
