using Itoloc.Fingerprints;

namespace Itoloc.Evaluation.Splits;

/// <summary>Scans that someone sends to spoil an update. Made from what an attacker could have: no test row.</summary>
static class HostileScans
{
    const int Seed = 7;
    const int Kinds = 4;
    const double FloodNoiseDb = 3;

    /// <summary>The fold with as many hostile scans as genuine ones in every step, shuffled among them.</summary>
    /// <param name="fold">A fold with unlabelled steps.</param>
    /// <param name="elsewhere">Scans of another building.</param>
    /// <remarks>Labelled fresh surveys stay as they are: a surveyor knows what she measured.</remarks>
    public static Fold Mix(Fold fold, IReadOnlyList<Scan> elsewhere) => fold with
    {
        UnlabelledSteps =
        [
            .. fold.UnlabelledSteps.Select((genuine, step) =>
            {
                var random = new Random(Seed + step);
                var victim = fold.Train[random.Next(fold.Train.Count)];
                var hostile = genuine.Select((scan, i) => (i % Kinds) switch
                {
                    0 => scan with { Readings = elsewhere[random.Next(elsewhere.Count)].Readings },
                    1 => Random(scan, fold.Train, random),
                    2 => Flood(scan, victim, random),
                    _ => Forge(scan, fold.Train, random),
                });
                return Unlabelled.From(genuine.Concat(hostile), Seed + step);
            }),
        ],
    };

    /// <summary>Access points of the site in no order of this world, at levels out of the air.</summary>
    public static Scan Random(Scan like, IReadOnlyList<Scan> survey, Random random)
    {
        var readings = new Dictionary<string, float>(StringComparer.Ordinal);
        for (int i = 0; i < like.Readings.Count; i++)
        {
            var scan = survey[random.Next(survey.Count)];
            if (scan.Readings.Count > 0)
                readings[scan.Readings[random.Next(scan.Readings.Count)].AccessPoint] = random.Next(-95, -35);
        }
        return like with { Readings = [.. readings.Select(reading => new Reading(reading.Key, reading.Value))] };
    }

    /// <summary>One place over and over, with the noise of a phone that lies still.</summary>
    static Scan Flood(Scan like, Scan victim, Random random) => like with
    {
        Readings =
        [
            .. victim.Readings.Select(reading => reading with
            {
                RssiDbm = (float)Math.Clamp(
                    reading.RssiDbm + FloodNoiseDb * 2 * (random.NextDouble() + random.NextDouble() - 1), -104, -20),
            }),
        ],
    };

    /// <summary>
    /// A genuine scan whose stronger half of access points goes by the names of those heard at another place.
    /// </summary>
    static Scan Forge(Scan genuine, IReadOnlyList<Scan> survey, Random random)
    {
        string[] names = [.. survey[random.Next(survey.Count)].Readings
            .OrderByDescending(reading => reading.RssiDbm).Select(reading => reading.AccessPoint)];
        var readings = new Dictionary<string, float>(StringComparer.Ordinal);
        foreach (var (i, reading) in genuine.Readings.OrderByDescending(reading => reading.RssiDbm).Index())
            readings[i < genuine.Readings.Count / 2 && i < names.Length ? names[i] : reading.AccessPoint] = reading.RssiDbm;
        return genuine with { Readings = [.. readings.Select(reading => new Reading(reading.Key, reading.Value))] };
    }
}
