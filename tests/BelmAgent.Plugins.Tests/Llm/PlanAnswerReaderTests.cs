using BelmAgent.Editing.Plans;
using BelmAgent.Plugins.Planners;

namespace BelmAgent.Plugins.Tests.Llm;

public class PlanAnswerReaderTests
{
    [Theory]
    [InlineData("""{"target_prompt":"a cat","edit_type":"change_object","reason":"r","notes":["n"]}""")]
    [InlineData("""{"targetPrompt":"a cat","editType":"ChangeObject","reason":"r","notes":["n"]}""")]
    [InlineData("""{"Target Prompt":"a cat","EDIT-TYPE":1,"reason":"r","notes":"n"}""")]
    [InlineData("Sure! Here is the plan {as asked}:\n```json\n{\"target_prompt\": \"a cat\", \"edit_type\": \"change object\", \"reason\": \"r\", \"notes\": [\"n\"],}\n```\nEnjoy.")]
    [InlineData("""<think>{"thought": 1}</think>{"target_prompt":"a cat", /* new */ "edit_type":"CHANGE_OBJECT","reason":"r","notes":["n"],"question":null}""")]
    public void Reads_a_plan_however_it_is_wrapped(string text)
    {
        var (answer, problem) = PlanAnswerReader.Read(text)[0];

        Assert.Null(problem);
        Assert.Equal("a cat", answer!.TargetPrompt);
        Assert.Equal(EditType.ChangeObject, answer.Type);
        Assert.Equal("r", answer.Reason);
        Assert.Equal(["n"], answer.Notes);
    }

    [Theory]
    [InlineData("""{"target_prompt":"a dog"} No, better: {"target_prompt":"a cat"}""")]
    [InlineData("""Draft {"question":"Which one?"}, answer {"target_prompt":"a cat","question":null}""")]
    [InlineData("""{"target_prompt":"a cat","question":"none"}""")]
    public void The_last_answer_comes_first(string text) => Assert.Equal(("a cat", null), (PlanAnswerReader.Read(text)[0].Answer!.TargetPrompt, PlanAnswerReader.Read(text)[0].Answer!.Question));

    [Theory]
    [InlineData("""{"target_prompt":"a {cat} \"here\""}""", "a {cat} \"here\"")]
    [InlineData("""{"target_prompt":" a cat "}""", "a cat")]
    public void Optional_fields_may_be_missing(string text, string target)
    {
        var (answer, _) = PlanAnswerReader.Read(text)[0];

        Assert.Equal(target, answer!.TargetPrompt);
        Assert.Equal(EditType.Random, answer.Type);
        Assert.Empty(answer.Notes);
    }

    [Theory]
    [InlineData("", "no JSON object")]
    [InlineData("I cannot do that.", "no JSON object")]
    [InlineData("{\"target_prompt\": \"a cat", "no JSON object")]
    [InlineData("""{"prompt":"a cat"}""", "no JSON object")]
    [InlineData("""{"target_prompt":""}""", "neither")]
    [InlineData("""{"target_prompt":7}""", "neither")]
    [InlineData("""{"target_prompt":"string","question":"string"}""", "neither")]
    [InlineData("""{"target_prompt":"...","edit_type":"change_color"}""", "neither")]
    [InlineData("""{"target_prompt":"<the target prompt>"}""", "neither")]
    [InlineData("""{"question":"N/A"}""", "neither")]
    [InlineData("""{"target_prompt":"a cat","edit_type":"explode"}""", "not one of the ten")]
    [InlineData("""{"target_prompt":"a cat","edit_type":12}""", "not one of the ten")]
    [InlineData("""{"target_prompt":"a cat","edit_type":"12"}""", "not one of the ten")]
    public void Says_what_is_wrong(string text, string part)
    {
        var (answer, problem) = PlanAnswerReader.Read(text)[0];

        Assert.Null(answer);
        Assert.Contains(part, problem, StringComparison.Ordinal);
    }
}
