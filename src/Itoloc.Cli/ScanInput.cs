using Itoloc.Datasets;
using Itoloc.Fingerprints;

namespace Itoloc.Cli;

/// <summary>The scan logs named on a command line, read one after another as one stream of scans.</summary>
sealed class ScanInput
{
    readonly IReadOnlyList<string> _paths;
    readonly Shell _shell;

    /// <exception cref="CommandFailedException">A path cannot be read, found before any work is done.</exception>
    public ScanInput(IReadOnlyList<string> paths, Shell shell)
    {
        (_paths, _shell) = (paths, shell);
        Report = SkippedLines.ReportTo(shell.Messages);
        if (paths.Count(path => path == CommonArguments.Standard) > 1)
        {
            throw new CommandFailedException("standard input (-) can be read once only");
        }
        foreach (var path in paths.Where(path => path != CommonArguments.Standard))
        {
            Paths.RequireFile(path, "; to read a data set's folder use 'itoloc import'");
        }
    }

    /// <summary>What went wrong so far; complete when <see cref="Read"/> has ended.</summary>
    public ReadReport Report { get; }

    /// <summary>Where the scans come from, for messages.</summary>
    public string Name => string.Join(", ", _paths.Select(
        path => path == CommonArguments.Standard ? "standard input" : path));

    /// <summary>All scans in order, in bounded memory; stops with the shell.</summary>
    /// <exception cref="CommandFailedException">There are lines, but none is a scan.</exception>
    public IEnumerable<Scan> Read()
    {
        foreach (var scan in _paths.SelectMany(Open))
        {
            _shell.Stop.ThrowIfCancellationRequested();
            yield return scan;
        }
        if (Report is { Scans: 0, SkippedLines: > 0 })
        {
            throw new CommandFailedException($"no scan could be read from {Name}; is it a scan log?");
        }
    }

    IEnumerable<Scan> Open(string path) => path == CommonArguments.Standard
        ? ScanLog.Read(_shell.Input, "standard input", Report)
        : ScanLog.Read(path, Report);
}
