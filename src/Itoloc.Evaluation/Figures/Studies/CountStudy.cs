using Itoloc.Evaluation.Benchmarking;
using Itoloc.Fingerprints;

namespace Itoloc.Evaluation.Figures.Studies;

/// <summary>How large surveys are (Table I): one observation a survey.</summary>
/// <param name="name">The name of its folder.</param>
/// <param name="title">What is counted, for headings.</param>
/// <param name="archives">The real data it needs.</param>
/// <param name="read">Reads each survey.</param>
sealed class CountStudy(
    string name, string title, IReadOnlyList<string> archives,
    IReadOnlyDictionary<string, Func<StudyOptions, Fold>> read) : ObservationStudy(name, title)
{
    public override IReadOnlyList<string> Archives => archives;

    protected override IReadOnlyList<string> Observations => [.. read.Keys];

    protected override Observation Observe(string observation, StudyOptions options, CancellationToken cancellation)
    {
        var fold = read[observation](options);
        double Distinct<T>(Func<Scan, T?> of) => fold.Train.Select(of).Where(value => value is not null).Distinct().Count();
        var tests = fold.Tests.SelectMany(part => part.Scans).ToList();
        DateTimeOffset?[] times = [.. fold.Train.Concat(tests).Select(scan => scan.Time)];
        return new()
        {
            Name = observation,
            Points = [],
            Values = new Dictionary<string, double>
            {
                ["survey scans"] = fold.Train.Count,
                ["reference points"] = Distinct(scan => ((double?, double?, string?)?)(scan.X, scan.Y, scan.Floor)),
                ["regions"] = Distinct(scan => scan.Region),
                ["survey devices"] = Distinct(scan => scan.Device),
                ["test devices"] = tests.Select(scan => scan.Device).Where(device => device is not null).Distinct().Count(),
                ["access points"] = fold.Train.SelectMany(scan => scan.Readings).Select(reading => reading.AccessPoint).Distinct().Count(),
                ["test scans"] = tests.Count,
                ["days"] = times.Any(time => time is not null) ? Math.Round((times.Max() - times.Min())!.Value.TotalDays) : 0,
            },
        };
    }
}
