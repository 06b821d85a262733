using System.Runtime.InteropServices;
using System.Text;
using BelmAgent.Host;
using BelmAgent.Host.Terminal;

Console.OutputEncoding = Encoding.UTF8;
using var interrupts = new Interrupts();
// A second Ctrl-C ends the process as if no handler were registered.
using var interrupted = PosixSignalRegistration.Create(PosixSignal.SIGINT, signal => signal.Cancel = interrupts.Interrupt());
using var terminated = PosixSignalRegistration.Create(PosixSignal.SIGTERM, signal =>
{
    signal.Cancel = true;
    interrupts.Terminate();
});
return await new BelmApp(BelmIo.Console(), interrupts).RunAsync(args);
