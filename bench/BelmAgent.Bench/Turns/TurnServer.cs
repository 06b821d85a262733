using System.Diagnostics;
using System.Text.Json;
using BelmAgent.Editing;
using BelmAgent.Editing.Plans;

namespace BelmAgent.Bench.Turns;

/// <summary>Executes the lines of its input one after the other, so that another program can be timed alternately with it.</summary>
internal static class TurnServer
{
    private static readonly JsonSerializerOptions Json = new() { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower };

    /// <param name="input">Requests, one JSON object per line.</param>
    /// <param name="output">Answers, one JSON object per line.</param>
    /// <param name="root">The folder with the pictures of the requests.</param>
    public static async Task RunAsync(TextReader input, TextWriter output, string root)
    {
        using var bench = new Bench(root);
        while (await input.ReadLineAsync() is { } line)
        {
            var answer = await AnswerAsync(bench, JsonSerializer.Deserialize<TurnRequest>(line, Json)!);
            await output.WriteLineAsync(JsonSerializer.Serialize(answer, Json));
            await output.FlushAsync();
        }
    }

    private static async Task<TurnAnswer> AnswerAsync(Bench bench, TurnRequest request)
    {
        if (request.Picture is null)
        {
            var began = Stopwatch.GetTimestamp();
            var made = await bench.Service.Generator.GenerateAsync(new GenerateRequest
            {
                Prompt = request.Prompt, Seed = request.Seed, Steps = request.Steps, Guidance = request.Guidance, Sampler = "ddim",
            });
            return new TurnAnswer(Stopwatch.GetElapsedTime(began).TotalSeconds, made.UnetEvaluations, made.Picture.Path);
        }

        var picture = await bench.Service.Images.ImportAsync(request.Picture);
        var start = Stopwatch.GetTimestamp();
        var proposal = await bench.Service.Editor.ProposeAsync(picture.Id, new EditPlan
        {
            SourcePrompt = request.Source ?? "",
            TargetPrompt = request.Prompt,
            Steps = request.Steps,
            Guidance = request.Guidance,
            Attempts = 1,
            DirectInversion = new DirectInversionSetting { Control = AttentionControl.None, Blend = BlendKind.None },
        });
        var edited = await bench.Service.Editor.EditAsync(proposal.Id);
        return new TurnAnswer(
            Stopwatch.GetElapsedTime(start).TotalSeconds, edited.UnetEvaluations + edited.CheckEvaluations, edited.Picture.Path);
    }
}
