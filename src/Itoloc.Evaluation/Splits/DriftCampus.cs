using Itoloc.Fingerprints;

namespace Itoloc.Evaluation.Splits;

/// <summary>A survey of two floors of a university building, used ten months later and after.</summary>
/// <remarks>
/// The logs of floors 0 and 1 hold the survey of 26 September to 13 October 2013, walks of 31 July and 3 August 2014, and a
/// few scans until September 2015. The test week therefore begins on Sunday, 3 August 2014; what came after it is tested,
/// too. No scan is within half a day of a boundary, so UTC serves. Some walked where the survey had not been: untested.
/// </remarks>
sealed class DriftCampus : IProtocol
{
    const double ReachMetres = 5;

    static readonly string[] Floors = ["0", "1"];
    static readonly DateTimeOffset UpdateFrom = new(2014, 1, 1, 0, 0, 0, TimeSpan.Zero);
    static readonly DateTimeOffset TestFrom = new(2014, 8, 3, 0, 0, 0, TimeSpan.Zero);

    public string Name => "drift-campus";

    public string Description =>
        "anyplace-csucy, floors 0 and 1: scans of autumn 2013, updated with those of 2014 before 3 August, unlabelled, "
        + "tested on the later ones within 5 m of a surveyed point";

    public string Archive => "anyplace-csucy.zip";

    /// <summary>
    /// One fold with one test part, since floor 1 has too few later scans for a figure; quick: every fourth scan of the
    /// survey and of the update.
    /// </summary>
    public IEnumerable<Fold> Folds(string dataFolder, bool quick)
    {
        var data = DataArchive.Read("anyplace", Path.Combine(dataFolder, Archive), scan => scan.Scan.Floor!);
        List<Scan> scans = [.. Floors.SelectMany(floor => data[floor])];
        List<Scan> survey = [.. scans.Where(scan => scan.Time < UpdateFrom)];
        var update = scans.Where(scan => scan.Time >= UpdateFrom && scan.Time < TestFrom);
        var points = survey.Select(scan => (scan.Floor, scan.X, scan.Y)).ToHashSet();
        var fold = new Fold
        {
            Name = "university",
            Train = DataArchive.Survey(survey, quick),
            Tests =
            [
                new("from 3 August 2014", "floors 0 and 1",
                    [.. scans.Where(scan => scan.Time >= TestFrom && points.Any(point => IsNear(scan, point)))]),
            ],
        };
        yield return UpdateSteps.Add(fold, [DataArchive.Survey(update, quick)]);
    }

    static bool IsNear(Scan scan, (string? Floor, double? X, double? Y) point) =>
        scan.Floor == point.Floor
        && Math.Pow(scan.X!.Value - point.X!.Value, 2) + Math.Pow(scan.Y!.Value - point.Y!.Value, 2)
            <= ReachMetres * ReachMetres;
}
