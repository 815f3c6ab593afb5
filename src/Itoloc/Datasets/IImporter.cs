using Itoloc.Fingerprints;

namespace Itoloc.Datasets;

/// <summary>Reads scans that others wrote in a format of their own.</summary>
public interface IImporter
{
    /// <summary>The format's name on the command line.</summary>
    string Name { get; }

    /// <summary>The format in one line.</summary>
    string Description { get; }

    /// <summary>Reads all scans, file by file in the order of their names.</summary>
    /// <param name="path">A folder, a zip or a file; files not named as the format names them are ignored.</param>
    /// <param name="report">Counts scans, skipped lines and dropped readings.</param>
    /// <exception cref="IOException">The path is missing or cannot be read.</exception>
    /// <exception cref="InvalidDataException">
    /// There is no file of the format, or compressed data is damaged; thrown after all that could be read.
    /// </exception>
    IEnumerable<Scan> Read(string path, ReadReport report) =>
        ReadEntries(path, report).Select(imported => imported.Scan);

    /// <summary>As <see cref="Read"/>, with the file that each scan came from.</summary>
    IEnumerable<ImportedScan> ReadEntries(string path, ReadReport report);
}
