using BelmAgent.Host.Tests.Doubles;

namespace BelmAgent.Host.Tests.Commands;

/// <summary>Tests where results may be written.</summary>
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
    [InlineData("--mask", "mask.png", "-o", "mask.png")]
    [InlineData("--mask", "mask.png", "--before-after", "mask.png")]
    [InlineData("--mask", "mask.png", "-o", "./sub/../mask.png")]
    [InlineData("-o", "out.png", "--before-after", "out.png")]
    [InlineData("-o", "out.png", "--before-after", "link-to-out.png")]
    [InlineData("-o", "here/out.png", "--before-after", "out.png")]
    public async Task No_output_is_another_output_or_an_input_of_the_same_command(params string[] options)
    {
        _folder.AddPicture("mask.png");
        File.CreateSymbolicLink(_folder["link-to-out.png"], _folder["out.png"]);
        Directory.CreateSymbolicLink(_folder["here"], _folder.Path);
        var service = new FakeDomain(_car);
        using var app = new TestApp { Service = service };
        var before = File.ReadAllBytes(_folder["mask.png"]);

        var run = await app.RunAsync(["edit", _car, "make the car blue", "--yes", "--json", .. options.Select(word => word.EndsWith(".png", StringComparison.Ordinal) ? _folder[word] : word)]);

        run.AssertFailed(2, "output");
        Assert.Null(service.Plan);
        Assert.Equal(before, File.ReadAllBytes(_folder["mask.png"]));
        Assert.False(File.Exists(_folder["out.png"]));
    }

    [Fact]
    public async Task The_picture_that_an_id_stands_for_is_an_input_too()
    {
        var service = new FakeDomain(_car);
        using var app = new TestApp { Service = service };

        (await app.RunAsync("edit", "img_1jf3k9x2ma7bqpz", "make the car blue", "--yes", "--json", "-o", _car)).AssertFailed(2, "output");

        Assert.Null(service.Plan);
    }

    [Theory]
    [InlineData("reconstruct")]
    [InlineData("interpolate")]
    public async Task An_inversion_is_not_written_over_by_its_picture(string command)
    {
        var inversion = _folder.AddText("inversion.png", "an inversion under a picture's name");
        using var app = new TestApp { Service = new FakeDomain(_car) };

        var run = await app.RunAsync([command, inversion, .. command == "interpolate" ? [inversion] : Array.Empty<string>(), "--json", "-o", inversion]);

        run.AssertFailed(2, "output");
        Assert.Equal("an inversion under a picture's name", File.ReadAllText(inversion));
    }

    [Theory]
    [InlineData('a', 234, true)]
    [InlineData('a', 233, false)]
    [InlineData('ä', 117, true)]
    [InlineData('ä', 116, false)]
    [InlineData('界', 78, true)]
    [InlineData('a', 300, true)]
    public async Task A_name_that_is_too_long_in_bytes_is_told_before_any_work(char letter, int count, bool isRefused)
    {
        var name = _folder[new string(letter, count) + ".png"];
        var service = new FakeDomain(_car);
        using var app = new TestApp { Service = service };

        var run = await app.RunAsync("edit", _car, "make the car blue", "--yes", "--json", "-o", name);

        if (isRefused)
        {
            run.AssertFailed(2, "output");
            Assert.Contains("too long", run.Out, StringComparison.Ordinal);
            Assert.Null(service.Plan);
        }
        else
        {
            Assert.Equal(0, run.ExitCode);
            Assert.True(File.Exists(name));
        }
    }

    [Theory]
    [InlineData("--before-after", ".png")]
    [InlineData("-o", ".png")]
    public async Task Every_output_is_tried_before_the_work(string option, string ending)
    {
        var service = new FakeDomain(_car);
        using var app = new TestApp { Service = service };

        (await app.RunAsync("edit", _car, "make the car blue", "--yes", "--json", option, _folder[new string('x', 250) + ending])).AssertFailed(2, "output");

        Assert.Null(service.Plan);
        Assert.Equal(["car.png"], _folder.Names());
    }

    [Fact]
    public async Task A_link_loop_says_that_it_is_one()
    {
        foreach (var (from, to) in ((string, string)[])[("self.png", "self.png"), ("hen.png", "egg.png"), ("egg.png", "hen.png"), ("round", "round")])
        {
            File.CreateSymbolicLink(_folder[from], _folder[to]);
        }

        using var app = new TestApp { Service = new FakeDomain(_car) };
        foreach (var line in (string[][])
                 [
                     ["edit", _folder["self.png"], "make the car blue", "--yes"],
                     ["invert", _folder["hen.png"], "--prompt", "a car"],
                     ["edit", _car, "make the car blue", "--yes", "-o", _folder["egg.png"]],
                     ["edit", _car, "make the car blue", "--yes", "--mask", _folder["self.png"]],
                     ["generate", "a car", "-o", Path.Combine(_folder["round"], "out.png")],
                     ["reconstruct", _folder["self.png"]],
                 ])
        {
            var run = await app.RunAsync([.. line, "--json"]);

            run.AssertFailed(2, "link_loop");
            Assert.Contains("link loop", run.Out, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("out.jpg")]
    [InlineData("out")]
    [InlineData("nowhere/out.png")]
    public async Task An_output_that_cannot_be_is_refused_before_anything_runs(string name)
    {
        var service = new FakeDomain(_car);
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
        using var app = new TestApp { Service = new FakeDomain(_car) { Failure = new InvalidOperationException() } };

        await app.RunAsync("generate", "a", "--json", "-o", _folder["out.png"]);

        Assert.Equal("old", File.ReadAllText(_folder["out.png"]));
    }

    public void Dispose() => _folder.Dispose();

    private async Task<TestRun> EditAsync(params string[] options)
    {
        using var app = new TestApp { Service = new FakeDomain(_car) };
        return await app.RunAsync(["edit", _car, "make the car blue", "--yes", "--json", .. options]);
    }
}
