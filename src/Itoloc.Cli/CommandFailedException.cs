namespace Itoloc.Cli;

/// <summary>The command cannot do what was asked; the message is one line that says why and what to do.</summary>
sealed class CommandFailedException(string reason) : Exception(reason);
