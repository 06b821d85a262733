using System.Diagnostics;
using BelmAgent.Editing.Audit;
using BelmAgent.Editing.Edits;
using BelmAgent.Editing.Operations;
using BelmAgent.Editing.Plans;
using BelmAgent.Editing.Tests.Edits;
using Microsoft.Extensions.DependencyInjection;

namespace BelmAgent.Editing.Tests.Telemetry;

/// <summary>The traces and metrics of the domain's work.</summary>
public sealed class EditTelemetryTests
{
    private const string Source = "a red house on the left, on grass, under a blue sky";
    private const string Target = "a blue house on the left, on grass, under a blue sky";

    [Fact]
    public async Task An_edit_is_a_span_over_its_attempts_and_its_inversion()
    {
        using var house = new EditingHouse();
        using var watch = new TelemetryWatch();
        var (proposal, edited) = await EditAsync(house);

        var (edit, attempt, invert) = (watch.Span("edit"), watch.Span("edit.attempt"), watch.Span("invert"));
        Assert.Equal((edit.SpanId, attempt.SpanId), (attempt.ParentSpanId, invert.ParentSpanId));
        Assert.Equal(proposal.Id, edit.GetTagItem(BelmTags.ProposalId));
        Assert.Equal(edited.ImageId, edit.GetTagItem(BelmTags.ImageId));
        Assert.Equal(edited.UnetEvaluations, edit.GetTagItem(BelmTags.UnetEvaluations));
        Assert.Equal(edited.Provider, edit.GetTagItem(BelmTags.Provider));
        Assert.Equal(("o-belm", 20, 2.0, 1, "none"), (
            attempt.GetTagItem(BelmTags.Sampler), attempt.GetTagItem(BelmTags.Steps), attempt.GetTagItem(BelmTags.Guidance),
            attempt.GetTagItem(BelmTags.Attempt), attempt.GetTagItem(BelmTags.CheckFault)));
        Assert.Equal("o-belm", watch.Span("generate").GetTagItem(BelmTags.Sampler));
        Assert.All(watch.Spans, span => Assert.Equal(ActivityStatusCode.Unset, span.Status));
    }

    [Fact]
    public async Task An_edit_is_measured()
    {
        using var house = new EditingHouse();
        using var watch = new TelemetryWatch();
        var (_, edited) = await EditAsync(house);

        Assert.Single(watch.Values("belm.edit.duration"));
        Assert.Equal([edited.Attempts], watch.Values("belm.edit.attempts"));
        Assert.Contains(edited.UnetEvaluations + edited.CheckEvaluations, watch.Values("belm.unet.evaluations"));
        Assert.Equal(2, watch.Values("belm.device.wait").Length);
        Assert.Empty(watch.Values("belm.edit.failures"));
    }

    [Fact]
    public async Task A_failure_is_marked_and_counted_by_its_type()
    {
        using var house = new EditingHouse();
        using var watch = new TelemetryWatch();
        var made = await house.Service.Generator.GenerateAsync(new GenerateRequest { Prompt = Source, Seed = 3, Steps = 2 });
        var proposal = await house.Service.Editor.ProposeAsync(
            made.ImageId, new EditPlan { SourcePrompt = Source, TargetPrompt = Target, DirectInversion = new() { BlendWords = ["zebra"] } });

        await Assert.ThrowsAsync<LimitExceededException>(() => house.Service.Editor.EditAsync(proposal.Id));

        const string error = "limit_exceeded";
        Assert.All([watch.Span("edit"), watch.Span("edit.attempt")], span => Assert.Equal(
            (ActivityStatusCode.Error, error), (span.Status, span.GetTagItem(BelmTags.ErrorType))));
        Assert.Contains(("belm.edit.failures", 1, error), watch.Measurements);
        Assert.DoesNotContain("zebra", watch.AllTags, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Words_are_traced_only_when_asked_for()
    {
        using var quiet = new EditingHouse();
        using (var watch = new TelemetryWatch())
        {
            await EditAsync(quiet);
            await Assert.ThrowsAnyAsync<Exception>(() => quiet.Service.Images.DescribeAsync("the house on the left"));
            Assert.DoesNotContain("house", watch.AllTags, StringComparison.Ordinal);
            Assert.NotEmpty(watch.Spans);
        }

        using var open = new EditingHouse(configure: services => services.Configure<TelemetryOptions>(options => options.IncludePrompts = true));
        using (var watch = new TelemetryWatch())
        {
            await EditAsync(open);
            Assert.Equal((Source, Target), (watch.Span("edit").GetTagItem(BelmTags.SourcePrompt), watch.Span("edit.attempt").GetTagItem(BelmTags.TargetPrompt)));
        }
    }

    [Fact]
    public async Task An_audit_record_names_the_trace_that_it_belongs_to()
    {
        using var house = new EditingHouse();
        using var watch = new TelemetryWatch();
        await EditAsync(house);

        Assert.All(house.Get<AuditLog>().Read(100).Records, record => Assert.Equal(watch.Span("edit").TraceId.ToHexString(), record.TraceId));
    }

    private static async Task<(EditProposal Proposal, EditResult Result)> EditAsync(EditingHouse house)
    {
        var made = await house.Service.Generator.GenerateAsync(new GenerateRequest { Prompt = Source, Seed = 3, Steps = 20 });
        var proposal = await house.Service.Editor.ProposeAsync(made.ImageId, new EditPlan { SourcePrompt = Source, TargetPrompt = Target });
        return (proposal, await house.Service.Editor.EditAsync(proposal.Id));
    }
}
