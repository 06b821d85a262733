namespace BelmAgent.Plugins.Tests.Answers;

/// <summary>One call in every dialect of models, with the arguments <c>a</c> and <c>b</c>.</summary>
internal static class Dialects
{
    private const string Json = """{"name": "NAME", "arguments": {"a": "A", "b": "B"}}""";

    /// <summary>The dialects by name. NAME, A and B stand for the function and its arguments' values, a and b for their names.</summary>
    public static readonly IReadOnlyDictionary<string, string> All = new Dictionary<string, string>
    {
        ["hermes"] = $"<tool_call>\n{Json}\n</tool_call>",
        ["hermes unclosed"] = $"<tool_call>{Json}",
        ["hermes python"] = "<tool_call>\n{'name': 'NAME', 'arguments': {'a': 'A', 'b': 'B'}}\n</tool_call>",
        ["hermes list"] = $"<tool_calls>[{Json}]</tool_calls>",
        ["hermes fenced"] = $"<tool_call>\n{Json},\n</tool_call>",
        ["qwen3-coder"] = "<tool_call>\n<function=NAME>\n<parameter=a>\nA\n</parameter>\n<parameter=b>\nB\n</parameter>\n</function>\n</tool_call>",
        ["qwen3-coder bare"] = "<function=NAME>\n<parameter=a>\nA\n</parameter>\n<parameter=b>\nB\n</parameter>\n</function>",
        ["qwen3-coder unclosed"] = "<tool_call>\n<function=NAME>\n<parameter=a>A<parameter=b>B</function>",
        ["llama function"] = "<function=NAME>{\"a\": \"A\", \"b\": \"B\"}</function>",
        ["llama json"] = """<|python_tag|>{"name": "NAME", "parameters": {"a": "A", "b": "B"}}""",
        ["llama python"] = "<|python_tag|>NAME.call(a=\"A\", b=\"B\")<|eom_id|>",
        ["llama bare"] = """{"type": "function", "name": "NAME", "parameters": {"a": "A", "b": "B"}}""",
        ["llama 4"] = "[NAME(a=\"A\", b='B')]",
        ["mistral"] = $"[TOOL_CALLS] [{Json}]",
        ["mistral args"] = """[TOOL_CALLS]NAME[ARGS]{"a": "A", "b": "B"}""",
        ["mistral id"] = """[TOOL_CALLS]NAME[CALL_ID]abc123DEF[ARGS]{"a": "A", "b": "B"}</s>""",
        ["mistral plain"] = """[TOOL_CALLS]NAME{"a": "A", "b": "B"}""",
        ["gemma"] = "```tool_code\nNAME(a=\"A\", b=\"B\")\n```",
        ["gemma printed"] = "```tool_code\nprint(default_api.NAME(a=\"A\", b=\"B\"))\n```",
        ["gemma assigned"] = "```tool_code\nresult = NAME(\n    a='A',\n    b='B',\n)\n```",
        ["fenced json"] = $"```json\n{Json}\n```",
        ["fenced tool_call"] = $"```tool_call\n{Json}\n```",
        ["fenced xml"] = "```xml\n<function=NAME><parameter=a>A</parameter><parameter=b>B</parameter></function>\n```",
        ["deepseek v3"] = "<｜tool▁calls▁begin｜><｜tool▁call▁begin｜>function<｜tool▁sep｜>NAME\n```json\n{\"a\": \"A\", \"b\": \"B\"}\n```<｜tool▁call▁end｜><｜tool▁calls▁end｜>",
        ["deepseek v3.1"] = "<｜tool▁calls▁begin｜><｜tool▁call▁begin｜>NAME<｜tool▁sep｜>{\"a\": \"A\", \"b\": \"B\"}<｜tool▁call▁end｜><｜tool▁calls▁end｜>",
        ["deepseek v3.2"] = "<｜DSML｜function_calls>\n<｜DSML｜invoke name=\"NAME\">\n<｜DSML｜parameter name=\"a\" string=\"true\">A</｜DSML｜parameter>\n<｜DSML｜parameter name=\"b\" string=\"true\">B</｜DSML｜parameter>\n</｜DSML｜invoke>\n</｜DSML｜function_calls>",
        ["kimi"] = "<|tool_calls_section_begin|><|tool_call_begin|>functions.NAME:0<|tool_call_argument_begin|>{\"a\": \"A\", \"b\": \"B\"}<|tool_call_end|><|tool_calls_section_end|>",
        ["glm"] = "<tool_call>NAME\n<arg_key>a</arg_key>\n<arg_value>A</arg_value>\n<arg_key>b</arg_key>\n<arg_value>B</arg_value>\n</tool_call>",
        ["minimax"] = "<minimax:tool_call>\n<invoke name=\"NAME\">\n<parameter name=\"a\">A</parameter>\n<parameter name=\"b\">B</parameter>\n</invoke>\n</minimax:tool_call>",
        ["function_calls"] = "<function_calls>\n<invoke name=\"NAME\">\n<parameter name=\"a\">A</parameter>\n<parameter name=\"b\">B</parameter>\n</invoke>\n</function_calls>",
        ["glaive"] = $"<functioncall> {Json}",
        ["phi"] = $"<|tool_call|>[{Json}]<|/tool_call|>",
        ["lfm"] = "<|tool_call_start|>[NAME(a=\"A\", b=\"B\")]<|tool_call_end|>",
        ["command r"] = """<|START_ACTION|>[{"tool_call_id": "0", "tool_name": "NAME", "parameters": {"a": "A", "b": "B"}}]<|END_ACTION|>""",
        ["internlm"] = """<|action_start|><|plugin|>{"name": "NAME", "parameters": {"a": "A", "b": "B"}}<|action_end|>""",
        ["apertus"] = """<|tools_prefix|>[{"NAME": {"a": "A", "b": "B"}}]<|tools_suffix|>""",
        ["gpt-oss"] = """<|channel|>commentary to=functions.NAME <|constrain|>json<|message|>{"a": "A", "b": "B"}<|call|>""",
        ["functools"] = $"functools[{Json}]",
        ["functionary"] = ">>>NAME\n{\"a\": \"A\", \"b\": \"B\"}",
        ["react"] = "Action: NAME\nAction Input: {\"a\": \"A\", \"b\": \"B\"}",
        ["react json"] = "Action:\n```json\n{\"action\": \"NAME\", \"action_input\": {\"a\": \"A\", \"b\": \"B\"}}\n```",
        ["openai"] = """{"tool_calls": [{"id": "1", "type": "function", "function": {"name": "NAME", "arguments": "{\"a\": \"A\", \"b\": \"B\"}"}}]}""",
        ["flat"] = """{"name": "NAME", "a": "A", "b": "B"}""",
    };

    /// <summary>Returns a call in a dialect.</summary>
    public static string Write(string dialect, string function, (string Name, string Value) a, (string Name, string Value) b = default)
    {
        var names = new Dictionary<string, string> { ["NAME"] = function, ["A"] = a.Value, ["B"] = b.Value ?? "none", ["a"] = a.Name, ["b"] = b.Name ?? "other" };
        return System.Text.RegularExpressions.Regex.Replace(All[dialect], @"(?<![a-z])(?:NAME|A|B)(?![a-zA-Z])|(?<=[""'=(\s,>])[ab](?=[""'=>\\]|</arg_key>)", match => names[match.Value]);
    }
}
