namespace BelmAgent.Plugins.Answers.ToolCalls;

/// <summary>The known dialects. To support another one, add an entry.</summary>
internal static class ToolDialects
{
    private static readonly ICallBody Json = new JsonCalls();
    private static readonly ICallBody Python = new PythonCalls();
    private static readonly ICallBody Tagged = new TaggedCalls();

    /// <summary>All dialects; if two start alike, the first that can be read is used.</summary>
    public static readonly IReadOnlyList<ToolDialect> All =
    [
        // Hermes and Qwen (JSON), Qwen3-Coder (tags), GLM (keys and values).
        new(["<tool_call>", "<tool_calls>", "<toolcall>"], Json, Tagged, new KeyValueCalls()) { Closings = ["</tool_call>", "</tool_calls>", "</toolcall>"] },
        // Qwen3-Coder and Llama 3.1, without a wrapper.
        new(["<function="], new Reopened("<function=", Tagged)) { Closings = ["</tool_call>"] },
        // Functionary, Glaive and others.
        new(["<function_calls>", "<function_call>", "<functioncall>", "<minimax:tool_call>"], Tagged, Json)
        {
            Closings = ["</function_calls>", "</function_call>", "</functioncall>", "</minimax:tool_call>"],
        },
        // DeepSeek V3.2.
        new(["<｜DSML｜function_calls>"], new TaggedCalls("｜DSML｜")) { Closings = ["</｜DSML｜function_calls>"] },
        // DeepSeek V3, R1 and V3.1.
        new(["<｜tool▁calls▁begin｜>", "<｜tool▁call▁begin｜>"], new NamedCalls(["<｜tool▁call▁begin｜>", "function<｜tool▁sep｜>"], ["<｜tool▁sep｜>", "```json"]))
        {
            Closings = ["```", "<｜tool▁call▁end｜>", "<｜tool▁calls▁end｜>"],
        },
        // Kimi K2.
        new(["<|tool_calls_section_begin|>", "<|tool_call_begin|>"], new NamedCalls(["<|tool_call_begin|>"], ["<|tool_call_argument_begin|>"]))
        {
            Closings = ["<|tool_call_end|>", "<|tool_calls_section_end|>"],
        },
        // Llama 3.
        new(["<|python_tag|>"], Json, Python) { Closings = ["<|eom_id|>", "<|eot_id|>"] },
        // Mistral: a list, or since its eleventh tokenizer one call each.
        new(["[TOOL_CALLS]"], Json, new NamedCalls([], ["[ARGS]"], "[CALL_ID]")) { Closings = ["</s>"] },
        // Phi-4, Granite.
        new(["<|tool_calls|>", "<|tool_call|>"], Json) { Closings = ["<|/tool_call|>", "<|/tool_calls|>"] },
        // LFM2.
        new(["<|tool_call_start|>"], Python, Json) { Closings = ["<|tool_call_end|>"] },
        // Command R7B.
        new(["<|START_ACTION|>"], Json) { Closings = ["<|END_ACTION|>"] },
        // InternLM.
        new(["<|action_start|><|plugin|>", "<|action_start|>"], Json) { Closings = ["<|action_end|>"] },
        // Apertus.
        new(["<|tools_prefix|>"], Json) { Closings = ["<|tools_suffix|>"] },
        // gpt-oss.
        new(["<|channel|>commentary to="], new NamedCalls([], ["<|channel|>commentary", "<|constrain|>json", "json", "<|message|>"])) { Closings = ["<|call|>"] },
        // Gemma, and others that put a call in a fenced block and label it.
        new(["```tool_code"], Python, Json) { Closings = ["```"] },
        new(["```tool_call", "```function_call", "```tool"], Json, Python, Tagged) { Closings = ["```"] },
        // Firefunction; Functionary.
        new(["functools["], new Reopened("[", Json)),
        new([">>>"], new NamedCalls([], [])) { IsPlain = true },
        // Agents with reason-and-act prompts.
        new(["Action:"], new NamedCalls([], ["Action Input:"]), new FencedCalls(Json)) { IsPlain = true },
        // Anything that is only JSON; Llama 4's list of Python calls.
        new(["```json", "```python", "```xml", "```"], Json, Python, Tagged) { Closings = ["```"], IsPlain = true },
        new(["{"], new Reopened("{", Json)) { IsPlain = true },
        new(["["], new Reopened("[", Json), new Reopened("[", Python)) { IsPlain = true },
    ];

    // A body that starts with the start marker itself.
    private sealed class Reopened(string opening, ICallBody body) : ICallBody
    {
        public bool TryRead(CallText text, List<WrittenCall> calls)
        {
            text.Position -= opening.Length;
            return body.TryRead(text, calls);
        }
    }

    private sealed class FencedCalls(ICallBody body) : ICallBody
    {
        public bool TryRead(CallText text, List<WrittenCall> calls) =>
            (text.SkipSpace().TryTake("```json") || text.TryTake("```")) && body.TryRead(text, calls) && text.SkipSpace().TryTake("```");
    }
}
