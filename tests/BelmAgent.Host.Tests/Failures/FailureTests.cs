using System.Net;
using BelmAgent.Diffusion.Devices;
using BelmAgent.Diffusion.Hub;
using BelmAgent.Diffusion.Models;
using BelmAgent.Editing.Edits;
using BelmAgent.Editing.Library;
using BelmAgent.Editing.Plans;
using BelmAgent.Host.Tests.Doubles;
using BelmAgent.Imaging.Files;
using BelmAgent.Planning;
using BelmAgent.Sampling;

namespace BelmAgent.Host.Tests.Failures;

public sealed class FailureTests : IDisposable
{
    private readonly TestFolder _folder = new();

    public static TheoryData<Exception, int, string> Known => new()
    {
        { new OperationCanceledException(), 130, "cancelled" },
        { new TaskCanceledException(), 130, "cancelled" },
        { ModelException.Missing("unet/model.onnx", "the pipeline"), 3, "model_not_usable" },
        { ModelException.Broken("unet/model.onnx", "it is short"), 3, "model_not_usable" },
        { new NonFiniteOutputException("unet/model.onnx", "out_sample", 500), 3, "model_not_usable" },
        { ModelException.Outside("unet/model.onnx", "../secret"), 3, "model_not_usable" },
        { new NonFiniteOutputException(new TimeNode(1, 10, 0.6, 0.8)), 3, "model_not_usable" },
        { HubException.NotARepository("a b", new Uri("http://localhost")), 2, "not_a_repository" },
        { HubException.NotFound("a/b", "main"), 2, "repository_not_found" },
        { HubException.Exists("models/a"), 2, "model_exists" },
        { HubException.Refused("a/b", 403, true), 3, "hub_refused" },
        { HubException.Unavailable("localhost", HttpStatusCode.InternalServerError, null), 3, "hub_unavailable" },
        { HubException.NoSpace("models/a", 2, 1), 3, "disk_full" },
        { HubException.Content("a.onnx", "1", "2"), 3, "model_not_fetched" },
        { HubException.InProgress("models/a.part"), 3, "model_not_fetched" },
        { new ExecutionProviderException("cuda", "its library does not load"), 3, "device_not_usable" },
        { new DeviceMemoryException("/model/unet/model.onnx", "cuda"), 3, "device_memory" },
        { DiskFull.Failure("out.png", new IOException()), 3, "disk_full" },
        { new PlannerUnavailableException("It is down.", "Start it."), 3, "planner_unavailable" },
        { PlanningOutcome.Ask("Which house?", "there are two").ToFailure(), 2, "request_unclear" },
        { new LimitExceededException("steps", 5000, "2 to 1000"), 4, "limit_exceeded" },
        { EditErrors.NotApproved(), 4, "not_approved" },
        { Assert.Throws<BelmException>(() => new PathGuard(new LibraryOptions { Root = "/library" }).Resolve("/etc/passwd")), 4, "path_not_allowed" },
        { RealPath.Loop("a.png"), 2, "link_loop" },
        { PictureLibrary.NotFound("img_1", []), 2, "image_not_found" },
        { EditErrors.NothingToUndo("img_1"), 2, "nothing_to_undo" },
        { new UnauthorizedAccessException("no"), 2, "file_not_allowed" },
    };

    [Theory]
    [MemberData(nameof(Known), DisableDiscoveryEnumeration = true)]
    public async Task A_known_failure_has_its_exit_code_and_its_name(Exception exception, int exitCode, string code) =>
        (await RunAsync(exception)).AssertFailed(exitCode, code);

    [Fact]
    public async Task An_unknown_failure_keeps_its_stack_for_those_who_ask()
    {
        var plain = await RunAsync(new InvalidTimeZoneException("inner words"));
        var verbose = await RunAsync(new InvalidTimeZoneException("inner words"), "--verbose");

        plain.AssertFailed(1, "unexpected");
        Assert.Contains("--verbose", plain.Out, StringComparison.Ordinal);
        Assert.DoesNotContain("inner words", plain.Out + plain.Error, StringComparison.Ordinal);
        Assert.Contains("inner words", verbose.Error, StringComparison.Ordinal);
        Assert.Contains("   at ", verbose.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Where_the_picture_is_safe_the_person_is_told()
    {
        var missing = new FakeDomain(_folder["gone.png"]);
        using var app = new TestApp { Service = missing };

        var run = await app.RunAsync("generate", "a", "--json", "-o", _folder["out.png"]);

        Assert.NotEqual(0, run.ExitCode);
        Assert.Contains($"safe in the library as {FakeDomain.ImageId}", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Standard_output_that_takes_nothing_is_a_failure_not_a_crash()
    {
        using var app = new TestApp { Service = new FakeDomain(_folder.AddPicture("a.png")), Out = new FullWriter() };

        var run = await app.RunAsync("generate", "a", "--json", "-o", _folder["out.png"]);

        Assert.Equal(3, run.ExitCode);
        Assert.Contains("belm: No space left", run.Error, StringComparison.Ordinal);
    }

    public void Dispose() => _folder.Dispose();

    private async Task<TestRun> RunAsync(Exception exception, params string[] options)
    {
        using var app = new TestApp { Service = new FakeDomain(_folder["a.png"]) { Failure = exception } };
        return await app.RunAsync(["generate", "a", "--json", "-o", _folder["out.png"], .. options]);
    }
}
