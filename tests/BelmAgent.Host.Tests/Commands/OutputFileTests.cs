using BelmAgent.Host.Tests.Doubles;

namespace BelmAgent.Host.Tests.Commands;

/// <summary>Where results may be written.</summary>
public sealed class OutputFileTests : IDisposable
{
    private readonly TestFolder _folder = new();
    private readonly string _car;

    public OutputFileTests() => _car = _folder.AddPicture("car.png");

    [Fact]
    public async Task The_input_is_never_written_over()
    {
        var before = File.ReadAllBytes(_car);

        var run = await EditAsync("-o", _car);

        run.AssertFailed(2, "output");
        Assert.Equal(before, File.ReadAllBytes(_car));
    }

    [Fact]
    public async Task Not_even_by_another_name()
    {
        File.CreateSymbolicLink(_folder["link.png"], _car);
        Directory.CreateSymbolicLink(_folder["here"], _folder.Path);

        (await EditAsync("-o", Path.Combine(_folder["here"], "car.png"))).AssertFailed(2, "output");
        (await EditAsync("-o", _folder["link.png"])).AssertFailed(2, "output");
        (await EditAsync("-o", _folder["out.png"], "--before-after", _car)).AssertFailed(2, "output");
    }

    [Theory]
    [InlineData("out.jpg")]
    [InlineData("out")]
    [InlineData("nowhere/out.png")]
    public async Task An_output_that_cannot_be_is_refused_before_anything_runs(string name)
    {
        var service = new FakeEditService(_car);
        using var app = new TestApp { Service = service };

        (await app.RunAsync("edit", _car, "make the car blue", "--yes", "--json", "-o", _folder[name])).AssertFailed(2, "output");

        Assert.Null(service.Plan);
    }

    [Fact]
    public async Task A_folder_is_no_output()
    {
        Directory.CreateDirectory(_folder["out.png"]);

        (await EditAsync("-o", _folder["out.png"])).AssertFailed(2, "output");
    }

    [Fact]
    public async Task Nothing_but_the_outputs_is_left_behind()
    {
        Assert.Equal(0, (await EditAsync("-o", _folder["out.png"], "--before-after", _folder["both.png"])).ExitCode);

        Assert.Equal(["both.png", "car.png", "out.png"], _folder.Names());
    }

    [Fact]
    public async Task A_failure_leaves_an_existing_output_as_it_was()
    {
        _folder.AddText("out.png", "old");
        using var app = new TestApp { Service = new FakeEditService(_car) { Failure = new InvalidOperationException() } };

        await app.RunAsync("generate", "a", "--json", "-o", _folder["out.png"]);

        Assert.Equal("old", File.ReadAllText(_folder["out.png"]));
    }

    public void Dispose() => _folder.Dispose();

    private async Task<TestRun> EditAsync(params string[] options)
    {
        using var app = new TestApp { Service = new FakeEditService(_car) };
        return await app.RunAsync(["edit", _car, "make the car blue", "--yes", "--json", .. options]);
    }
}
