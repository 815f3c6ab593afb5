using System.Text.RegularExpressions;
using Itoloc.Fingerprints;

namespace Itoloc.Datasets;

/// <summary>What all importers share: find the format's files and read one after another.</summary>
abstract class DatasetImporter(string name, string description, string fileNames) : IImporter
{
    readonly Regex _fileNames = new(fileNames, RegexOptions.IgnoreCase | RegexOptions.CultureInvariant);

    /// <inheritdoc/>
    public string Name => name;

    /// <inheritdoc/>
    public string Description => description;

    /// <summary>Whether one file named by the user is read even if it is not named as in the data set.</summary>
    protected virtual bool TakesAnyFile => true;

    /// <inheritdoc/>
    public IEnumerable<ImportedScan> ReadEntries(string path, ReadReport report)
    {
        using var source = new DatasetSource(path);
        string[] entries = [.. source.Entries.Where(entry => IsRead(source, entry))];
        if (entries.Length == 0) throw new InvalidDataException($"{path}: no file of {name} in it ({description}).");
        var readings = new ReadingCollector(report);
        foreach (string entry in entries)
            foreach (Scan scan in ReadEntry(new DatasetEntry(source, entry, _fileNames.Match(entry)), readings))
            {
                report.CountScan();
                yield return new(entry, scan);
            }
    }

    /// <summary>Reads one file.</summary>
    protected abstract IEnumerable<Scan> ReadEntry(DatasetEntry entry, ReadingCollector readings);

    bool IsRead(DatasetSource source, string entry) =>
        (source.IsSingleFile && TakesAnyFile) || _fileNames.IsMatch(entry);
}
