using BelmAgent.Diffusion.AttentionControl;
using BelmAgent.Diffusion.Devices;
using BelmAgent.Diffusion.Hub;
using BelmAgent.Diffusion.Models;
using BelmAgent.Editing.Audit;
using BelmAgent.Editing.Edits;
using BelmAgent.Editing.Inversions;
using BelmAgent.Editing.Library;
using BelmAgent.Editing.Plans;
using BelmAgent.Imaging.Codecs;
using BelmAgent.Imaging.Files;
using BelmAgent.Plugins.Results;
using BelmAgent.Sampling;

namespace BelmAgent.Plugins.Tests;

public class BelmErrorTests
{
    private const string Path = "/home/secret/model/unet/model.onnx";

    public static TheoryData<Exception, string, bool> Failures => new()
    {
        { ModelException.Missing(Path, "the UNet"), "model_not_usable", false },
        { ModelException.Broken(Path, $"it is a link to {Path}"), "model_not_usable", false },
        { ModelException.DoesNotFit(Path, "a sample", Path), "model_not_usable", false },
        { ModelException.Outside(Path, Path), "model_not_usable", false },
        { ModelException.TakesNoPrompts(Path), "prompts_not_taken", true },
        { new NonFiniteOutputException(Path, "out_sample", 500), "model_not_usable", false },
        { new AttentionControlException(Path, AttentionFault.NoSoftmax, Path, "a Softmax"), "attention_not_controllable", true },
        { new ExecutionProviderException("cuda", $"its library {Path} is missing"), "device_not_usable", false },
        { new DeviceMemoryException(Path, "cuda"), "device_memory", false },
        { HubException.Exists(Path), "model_exists", true },
        { HubException.InProgress(Path), "model_not_fetched", false },
        { HubException.NoSpace(Path, 2, 1), "disk_full", false },
        { new ImageFormatException(ImageFault.Damaged, Path), "not_an_image", true },
        { DiskFull.Failure(Path, new IOException()), "disk_full", false },
        { RealPath.Loop(Path), "link_loop", true },
        { new InversionFormatException(InversionFault.Truncated, "it ends early", Path), "not_an_inversion", true },
        { new AuditUnavailableException(Path, null), "audit_unavailable", false },
        { Assert.Throws<BelmException>(() => new PathGuard(new LibraryOptions { Root = "/home/secret/library" }).Resolve("/etc/secret")), "path_not_allowed", false },
        { new LimitExceededException("steps", 5000, "2 to 1000"), "limit_exceeded", true },
        { EditErrors.NotApproved(), "not_approved", false },
        { new IOException(Path), "file_not_usable", false },
        { new UnauthorizedAccessException(Path), "file_not_usable", false },
    };

    [Theory]
    [MemberData(nameof(Failures), DisableDiscoveryEnumeration = true)]
    public void A_failure_is_told_without_paths_and_with_the_right_to_try_again(Exception failure, string code, bool mayRetry)
    {
        var error = BelmError.From(failure)!;

        Assert.Equal((code, mayRetry), (error.Code, error.MayRetry));
        Assert.All([error.Message, error.Remedy], text =>
        {
            Assert.DoesNotContain("secret", text, StringComparison.Ordinal);
            Assert.Matches(@"^[A-Z'0-9].*[.?!]$", text);
        });
    }

    [Fact]
    public void A_fault_of_the_program_is_no_answer()
    {
        Assert.Null(BelmError.From(new InvalidOperationException()));
        Assert.Null(BelmError.From(new OperationCanceledException()));
    }
}
