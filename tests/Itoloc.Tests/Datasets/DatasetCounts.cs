using Itoloc.Datasets;
using Itoloc.Fingerprints;

namespace Itoloc.Tests.Datasets;

/// <summary>What a set holds, to compare with what its description says.</summary>
sealed record DatasetCounts(int Scans, int AccessPoints, int Devices, int Points, ReadReport Report)
{
    public static DatasetCounts Of(IEnumerable<ImportedScan> imported, ReadReport report)
    {
        int scans = 0;
        var accessPoints = new HashSet<string>();
        var devices = new HashSet<string?>();
        var points = new HashSet<(string?, string?, double?, double?)>();
        foreach ((_, Scan scan) in imported)
        {
            scans++;
            accessPoints.UnionWith(scan.Readings.Select(reading => reading.AccessPoint));
            devices.Add(scan.Device);
            points.Add((scan.Building, scan.Floor, scan.X, scan.Y));
        }
        return new(scans, accessPoints.Count, devices.Count, points.Count, report);
    }

    public static DatasetCounts Of(string importer, string file)
    {
        var report = new ReadReport();
        return Of(Importers.Find(importer)!.ReadEntries(RealData.PathOf(file), report), report);
    }
}
