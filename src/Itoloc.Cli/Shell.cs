using System.Text;

namespace Itoloc.Cli;

/// <summary>What a command is given by the shell that started it. Results and messages never share a stream.</summary>
sealed class Shell : IDisposable
{
    /// <param name="input">Standard input; scan logs may be compressed, so it is bytes.</param>
    /// <param name="output">Standard output: results only.</param>
    /// <param name="error">Standard error: progress and messages.</param>
    public Shell(Stream input, Stream output, TextWriter error)
    {
        Input = input;
        Output = output;
        Results = new StreamWriter(output, new UTF8Encoding(false), 1 << 16, leaveOpen: true) { NewLine = "\n" };
        Messages = error;
    }

    public Stream Input { get; }

    public Stream Output { get; }

    /// <summary>Standard output as text; reaches <see cref="Output"/> when flushed.</summary>
    public TextWriter Results { get; }

    public TextWriter Messages { get; }

    /// <summary>Whether someone watches the messages, so that they may move.</summary>
    public bool IsInteractive { get; init; }

    /// <summary>Cancelled by the first Ctrl-C.</summary>
    public CancellationToken Stop { get; init; }

    public TimeProvider Clock { get; init; } = TimeProvider.System;

    public void Dispose() => Results.Dispose();
}
