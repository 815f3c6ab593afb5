using System.CommandLine;

namespace Itoloc.Cli;

/// <summary>A command whose help ends with an example.</summary>
sealed class DocumentedCommand(string name, string description, string example) : Command(name, description)
{
    /// <summary>Command lines that do something useful, one a line.</summary>
    public string Example { get; } = example;
}
