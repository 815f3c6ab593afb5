using Itoloc.Datasets;

namespace Itoloc.Cli;

/// <summary>A scan log as the command line names it: a file, or standard output.</summary>
static class ScanOutput
{
    /// <summary>Opens the log; a file appears only when it is completed.</summary>
    /// <exception cref="CommandFailedException">No file can be written there.</exception>
    public static ScanLogWriter Open(string path, Shell shell)
    {
        if (path == CommonArguments.Standard)
        {
            return new ScanLogWriter(shell.Output);
        }
        Paths.RequireWritable(path);
        return new ScanLogWriter(path);
    }
}
