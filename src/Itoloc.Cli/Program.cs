using System.Runtime.InteropServices;
using Itoloc.Cli;

using var stop = new CancellationTokenSource();
using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
using var input = Console.OpenStandardInput();
using var output = Console.OpenStandardOutput();
using var shell = new Shell(input, output, Console.Error)
{
    IsInteractive = !Console.IsErrorRedirected,
    Stop = stop.Token,
};
return CommandLine.Run(args, shell);

// The first signal asks the command to end well; a second one is left to the system, which ends the process.
void Stop(PosixSignalContext signal)
{
    signal.Cancel = !stop.IsCancellationRequested;
    stop.Cancel();
}
