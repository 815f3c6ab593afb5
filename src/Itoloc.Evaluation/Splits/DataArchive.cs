using Itoloc.Datasets;
using Itoloc.Fingerprints;

namespace Itoloc.Evaluation.Splits;

/// <summary>Reads a data set's archive for a protocol.</summary>
static class DataArchive
{
    /// <summary>
    /// The scans of an archive by a key taken from each scan and its entry name, in the archive's order.
    /// </summary>
    /// <param name="importer">Name of the importer.</param>
    /// <param name="path">The archive.</param>
    /// <param name="keyOf">The split a scan belongs to.</param>
    /// <exception cref="InvalidDataException">Nothing could be read.</exception>
    public static Dictionary<TKey, List<Scan>> Read<TKey>(
        string importer, string path, Func<ImportedScan, TKey> keyOf) where TKey : notnull
    {
        var parts = new Dictionary<TKey, List<Scan>>();
        foreach (var imported in Importers.Find(importer)!.ReadEntries(path, new ReadReport()))
        {
            var key = keyOf(imported);
            if (!parts.TryGetValue(key, out var scans))
                parts.Add(key, scans = []);
            scans.Add(imported.Scan);
        }
        return parts.Count > 0 ? parts : throw new InvalidDataException($"{path} holds no {importer} data.");
    }

    /// <summary>
    /// Every fourth scan when quick, else all. Surveys repeat a point's scans in a row, so the points stay.
    /// </summary>
    public static List<Scan> Survey(IEnumerable<Scan> scans, bool quick) =>
        [.. quick ? scans.Where((_, i) => i % 4 == 0) : scans];
}
