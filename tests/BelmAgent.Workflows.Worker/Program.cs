using System.Globalization;
using System.Runtime.InteropServices;
using BelmAgent.Editing.Library;
using BelmAgent.Workflows.Worker;

// ROOT CONNECTION|- POLL|HANGFIRE PAUSE_MS [POINT]: works until SIGTERM; at the point, it dies as if killed.
var library = new PictureLibrary(new LibraryOptions { Root = args[0] }, new LibraryId(TimeProvider.System), TimeProvider.System);
var pause = TimeSpan.FromMilliseconds(int.Parse(args[3], CultureInfo.InvariantCulture));
using var bench = new Workbench(args[0], args[1] == "-" ? null : args[1], new PausingWork(library, pause), polls: args[2] == "poll");
using var stop = new CancellationTokenSource();
using var terminated = PosixSignalRegistration.Create(PosixSignal.SIGTERM, signal =>
{
    signal.Cancel = true;
    stop.Cancel();
});
bench.Worker.Reached = point =>
{
    Console.WriteLine(point);
    if (args.Length > 4 && args[4] == point)
    {
        System.Diagnostics.Process.GetCurrentProcess().Kill();
        Thread.Sleep(Timeout.Infinite);
    }
};
Console.WriteLine("ready");
try
{
    await bench.Host.RunAsync(bench.Identity(), onlyBatch: null, stop.Token);
}
catch (OperationCanceledException) when (stop.IsCancellationRequested)
{
    // This is how it ends.
}

return 0;
