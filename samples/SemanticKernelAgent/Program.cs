using BelmAgent.Editing;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.SemanticKernel;

var builder = Kernel.CreateBuilder();
builder.Plugins.AddBelm(new ConfigurationBuilder().AddEnvironmentVariables().Build());
builder.Services.AddChatClient(new ScriptedChatClient()).UseKernelFunctionInvocation(); // your model goes here
builder.Services.AddBelmApprover(proposal =>
{
    Console.WriteLine($"Approved: {proposal.Plan.SourcePrompt} → {proposal.Plan.TargetPrompt}"); // ask your user here
    return true;
});
var kernel = builder.Build();

// A picture goes in as a stream …
var images = kernel.GetRequiredService<Images>();
await using var original = File.OpenRead(args[0]);
var picture = await images.ImportAsync(original);

// … the model edits it by its id …
var settings = new PromptExecutionSettings { FunctionChoiceBehavior = FunctionChoiceBehavior.Auto() };
var arguments = new KernelArguments(settings) { ["image_id"] = picture.Id, ["request"] = args[1] };
Console.WriteLine(await kernel.InvokePromptAsync("{{$image_id}}: {{$request}}", arguments));

// … and the newest picture of its history comes out as PNG bytes.
var edited = (await images.ListHistoryAsync(picture.Id))[0];
await using var png = await images.OpenReadAsync(edited.Id);
await using var file = File.Create(args[2]);
await png.CopyToAsync(file);
