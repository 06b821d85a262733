using BelmAgent.Host.Terminal;

namespace BelmAgent.Host.Tests.Terminal;

public sealed class InterruptsTests : IDisposable
{
    private readonly Interrupts _interrupts = new();

    [Fact]
    public void The_innermost_work_is_stopped_and_nothing_around_it()
    {
        using var outer = _interrupts.Begin();
        using var inner = _interrupts.Begin();

        Assert.True(_interrupts.Interrupt());

        Assert.Equal((true, false, false), (inner.Token.IsCancellationRequested, outer.Token.IsCancellationRequested, _interrupts.App.IsCancellationRequested));
    }

    [Fact]
    public void After_the_work_has_ended_what_is_around_is_next()
    {
        using (_interrupts.Begin())
        {
        }

        _interrupts.Interrupt();

        Assert.True(_interrupts.App.IsCancellationRequested);
    }

    [Fact]
    public void The_second_interrupt_of_the_same_work_is_left_to_the_system()
    {
        using var work = _interrupts.Begin();

        Assert.True(_interrupts.Interrupt());
        Assert.False(_interrupts.Interrupt());
    }

    [Fact]
    public void Termination_stops_everything()
    {
        using var work = _interrupts.Begin();

        _interrupts.Terminate();

        Assert.True(work.Token.IsCancellationRequested && _interrupts.App.IsCancellationRequested);
    }

    public void Dispose() => _interrupts.Dispose();
}
