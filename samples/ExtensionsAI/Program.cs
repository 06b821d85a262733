#pragma warning disable MEAI001 // IImageGenerator is experimental.
using BelmAgent.Editing;
using BelmAgent.Plugins.ImageGeneration;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

var services = new ServiceCollection();
services.AddBelm(new ConfigurationBuilder().AddEnvironmentVariables().Build());
services.AddBelmImageGenerator();
services.AddBelmAutomaticApproval(); // or AddBelmApprover(…)
services.AddChatClient(new ScriptedChatClient()).UseFunctionInvocation(); // your model goes here
await using var provider = services.BuildServiceProvider();

// The functions are tools for any chat client.
var images = provider.GetRequiredService<Images>();
await using var original = File.OpenRead(args[0]);
var picture = await images.ImportAsync(original);
var options = new ChatOptions { Tools = [.. provider.CreateBelmTools()] };
Console.WriteLine(await provider.GetRequiredService<IChatClient>().GetResponseAsync($"{picture.Id}: {args[1]}", options));

// Without a chat, the image generator draws a picture from a prompt …
var generator = provider.GetRequiredService<IImageGenerator>();
var seed = new AdditionalPropertiesDictionary { [BelmImageSettings.Key] = new BelmImageSettings { Seed = 7 } };
var drawn = await generator.GenerateImagesAsync("a red house on the left, on grass, under a blue sky", new() { AdditionalProperties = seed });
var house = drawn.Contents.OfType<DataContent>().Single();
await File.WriteAllBytesAsync(args[2], house.Data.ToArray());

// … and edits one that it is given.
var edited = await generator.EditImageAsync(house, "make the house blue");
await File.WriteAllBytesAsync(args[3], edited.Contents.OfType<DataContent>().Single().Data.ToArray());
