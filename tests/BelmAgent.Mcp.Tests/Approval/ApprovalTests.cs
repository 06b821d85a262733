using System.Text.Json;
using BelmAgent.Editing;
using BelmAgent.Editing.Audit;
using BelmAgent.Editing.Plans;
using BelmAgent.Mcp.Tests.Doubles;
using Microsoft.Extensions.DependencyInjection;
using ModelContextProtocol.Client;
using ModelContextProtocol.Protocol;

namespace BelmAgent.Mcp.Tests.Approval;

/// <summary>No edit runs without an approval of its user, in either generation of the protocol.</summary>
public sealed class ApprovalTests(McpHouse house)
{
    public static TheoryData<string> Generations => Clients.Generations;

    [Theory]
    [MemberData(nameof(Generations))]
    public async Task An_approved_edit_runs_and_says_who_approved_it(string protocol)
    {
        ElicitRequestParams? asked = null;
        var client = await ConnectAsync(protocol, question =>
        {
            asked = question;
            return Accept(("approve", true));
        });
        var proposal = await client.PlanAsync();

        var edited = await client.ReadAsync("belm_edit_image", ("proposal_id", proposal));

        Assert.Equal("succeeded", edited.Text("status"));
        Assert.Contains("From: a [-red-] house", asked!.Message, StringComparison.Ordinal);
        Assert.Contains("To: a {+blue+} house", asked.Message, StringComparison.Ordinal);
        Assert.Equal(["approve"], asked.RequestedSchema!.Required);
        Assert.All(["approve_edit", "edit_image"], function => Assert.Equal("mcp:tester", Records(proposal).Last(record => record.Function == function).ApprovedBy));
    }

    public static TheoryData<string, string, string> Refusals
    {
        get
        {
            var data = new TheoryData<string, string, string>();
            foreach (var protocol in (string[])[Clients.Older, Clients.Newer])
            {
                data.Add(protocol, """{"action":"decline"}""", "not_approved");
                data.Add(protocol, """{"action":"cancel"}""", "not_approved");
                data.Add(protocol, """{"action":"accept"}""", "not_approved");
                data.Add(protocol, """{"action":"accept","content":{"approve":false}}""", "not_approved");
                data.Add(protocol, """{"action":"accept","content":{"approve":"true"}}""", "not_approved");
                data.Add(protocol, """{"action":"decline","content":{"approve":true}}""", "not_approved");
                data.Add(protocol, """{"action":"accept","content":{"approve":true,"change":"make it green"}}""", "change_requested");
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Refusals))]
    public async Task Anything_but_a_plain_yes_runs_nothing(string protocol, string answer, string code)
    {
        var client = await ConnectAsync(protocol, _ => JsonSerializer.Deserialize<ElicitResult>(answer, ModelContextProtocol.McpJsonUtilities.DefaultOptions)!);
        var proposal = await client.PlanAsync();

        var refused = await client.CallAsync("belm_edit_image", ("proposal_id", proposal));

        Assert.True(refused.IsError);
        Assert.Equal(code, refused.StructuredContent!.Value.ErrorCode());
        Assert.DoesNotContain(Records(proposal), record => record.Function == "edit_image");
        // It waits no more: nobody is asked again.
        Assert.Equal("proposal_not_found", (await client.ReadAsync("belm_edit_image", ("proposal_id", proposal))).ErrorCode());
    }

    [Theory]
    [MemberData(nameof(Generations))]
    public async Task A_change_is_handed_to_the_model_in_the_users_words(string protocol)
    {
        var client = await ConnectAsync(protocol, _ => Accept(("approve", false), ("change", "make it green")));

        var error = (await client.ReadAsync("belm_edit_image", ("proposal_id", await client.PlanAsync()))).GetProperty("error");

        Assert.Contains("make it green", error.Text("message"), StringComparison.Ordinal);
        Assert.Contains("belm_plan_edit", error.Text("remedy"), StringComparison.Ordinal);
        Assert.True(error.GetProperty("may_retry").GetBoolean());
    }

    [Theory]
    [MemberData(nameof(Generations))]
    public async Task A_client_that_cannot_ask_is_refused_with_the_remedy(string protocol)
    {
        var client = await ConnectAsync(protocol, null);
        var proposal = await client.PlanAsync();

        var refused = await client.CallAsync("belm_edit_image", ("proposal_id", proposal));

        Assert.True(refused.IsError);
        var error = refused.StructuredContent!.Value.GetProperty("error");
        Assert.Equal("approval_unavailable", error.Text("code"));
        Assert.Contains("Belm:Editing:Approval", error.Text("remedy"), StringComparison.Ordinal);
        Assert.False(error.GetProperty("may_retry").GetBoolean());
        Assert.DoesNotContain(Records(proposal), record => record.Function == "edit_image");
    }

    [Fact]
    public async Task A_client_that_can_only_open_addresses_cannot_ask()
    {
        var options = Clients.Create(Clients.Newer, _ => Accept(("approve", true)));
        options.Capabilities = new ClientCapabilities { Elicitation = new ElicitationCapability { Url = new() } };
        var client = await house.ConnectAsync(options);

        Assert.Equal("approval_unavailable", (await client.ReadAsync("belm_edit_image", ("proposal_id", await client.PlanAsync()))).ErrorCode());
    }

    [Fact]
    public async Task An_approval_given_elsewhere_is_enough()
    {
        var client = await ConnectAsync(Clients.Older, null);
        var proposal = await client.PlanAsync();
        await house.Services.GetRequiredService<ImageEditor>().ApproveAsync(proposal, "page");

        Assert.Equal("succeeded", (await client.ReadAsync("belm_edit_image", ("proposal_id", proposal))).Text("status"));
    }

    [Fact]
    public async Task Automatic_approval_asks_nobody()
    {
        await using var automatic = new McpHouse(services => services.AddBelmAutomaticApproval());
        var client = await automatic.ConnectAsync(Clients.Create(Clients.Newer, _ => throw new InvalidOperationException("The user was asked.")));

        Assert.Equal("succeeded", (await client.ReadAsync("belm_edit_image", ("proposal_id", await client.PlanAsync()))).Text("status"));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("9999999999.AAAA")]
    [InlineData("9999999999")]
    [InlineData("seal of another proposal")]
    public async Task An_answer_nobody_was_asked_for_runs_nothing(string? state)
    {
        var client = await ConnectAsync(Clients.Newer, _ => Accept(("approve", false)));
        var (proposal, other) = (await client.PlanAsync(), await client.PlanAsync());
        if (state?.StartsWith("seal", StringComparison.Ordinal) == true)
        {
            state = house.Services.GetRequiredService<BelmAgent.Mcp.Approval.ApprovalState>().Seal(other, "mcp:tester", TimeSpan.FromHours(1));
        }

        var result = await client.CallToolAsync(new CallToolRequestParams
        {
            Name = "belm_edit_image",
            Arguments = new Dictionary<string, JsonElement> { ["proposal_id"] = JsonSerializer.SerializeToElement(proposal) },
            RequestState = state,
            InputResponses = new Dictionary<string, InputResponse> { ["approval"] = InputResponse.FromElicitResult(Accept(("approve", true))) },
        });

        Assert.Equal("approval_invalid", result.StructuredContent!.Value.ErrorCode());
        Assert.DoesNotContain(Records(proposal), record => record.Function is "edit_image" or "approve_edit");
    }

    [Fact]
    public async Task A_clients_name_cannot_forge_a_line_of_the_audit()
    {
        var client = await house.ConnectAsync(Clients.Create(Clients.Newer, _ => Accept(("approve", true)), "\u001b[31mevil\nname" + new string('x', 500)));
        var proposal = await client.PlanAsync();

        await client.ReadAsync("belm_edit_image", ("proposal_id", proposal));

        var by = Records(proposal).Last(record => record.Function == "edit_image").ApprovedBy!;
        Assert.StartsWith("mcp:31mevilname", by, StringComparison.Ordinal);
        Assert.InRange(by.Length, 1, 70);
    }

    private static ElicitResult Accept(params (string Name, object Value)[] content) =>
        new() { Action = "accept", Content = content.ToDictionary(field => field.Name, field => JsonSerializer.SerializeToElement(field.Value)) };

    private Task<McpClient> ConnectAsync(string protocol, Func<ElicitRequestParams, ElicitResult>? answer) => house.ConnectAsync(Clients.Create(protocol, answer));

    private IEnumerable<AuditRecord> Records(string proposal) =>
        house.Services.GetRequiredService<AuditLog>().Read(10_000).Records.Where(record => record.ProposalId == proposal || record.Arguments["proposal_id"]?.ToString() == proposal);
}
