using Itoloc.Fingerprints;

namespace Itoloc.Datasets.Simulation;

/// <summary>One phone in one building: turns what arrives into readings.</summary>
/// <remarks>Sources of the constants: <c>docs/simulation.md</c>.</remarks>
sealed class Receiver(Phone phone, Seed building)
{
    const double RicianFactor = 8;
    const double ScanDb = 1.2;
    const double BeaconDb = 1.1;
    const double UnitDb = 1;
    const double AntennaDb = 2;
    const double GripDb = 1;
    const double FadeInDb = 6;
    const double LostBeacons = 0.02;

    readonly Seed _seed = building.With(phone.Name);

    /// <summary>What one scan hears of one radio: a reading for each network whose beacon is caught.</summary>
    public IEnumerable<Reading> Hear(Channel channel, Pose pose)
    {
        Response? response = channel.Radio.Band == Band.GHz24 ? phone.Response24 : phone.Response5;
        if (response is null || channel.LevelDbm(pose) is not double level)
            yield break;

        Seed spot = pose.Visit.With(phone.Name);
        Seed scan = spot.With(pose.Time.Ticks).With(channel.Key);
        double reported = HandsetDb(channel, pose)
            + response.Report(level + FadingDb(spot.With(channel.Key)) + ScanDb * scan.Gaussian());
        for (int i = 0; i < channel.Radio.Bssids.Count; i++)
        {
            Seed beacon = scan.With(i);
            double rssi = Math.Round(Math.Min(reported + BeaconDb * beacon.Gaussian(), phone.SaturationDbm));
            if (beacon.With("caught").Uniform() < ProbabilityOfHearing(rssi))
                yield return new Reading(channel.Radio.Bssids[i], (float)rssi);
        }
    }

    // What distinguishes this unit from its model, its antenna in this radio's channel and direction, and today's grip.
    double HandsetDb(Channel channel, Pose pose) =>
        UnitDb * _seed.With("unit").Gaussian()
        + AntennaDb * _seed.With("antenna").With(channel.Key).Gaussian()
        + GripDb * _seed.With("grip").With(pose.Time.Ticks / TimeSpan.TicksPerDay).Gaussian();

    /// <summary>Multipath at the very spot: one strong wave plus many weak ones (Rice), in dB.</summary>
    static double FadingDb(Seed spot)
    {
        double scattered = Math.Sqrt(0.5 / (RicianFactor + 1));
        double real = Math.Sqrt(RicianFactor / (RicianFactor + 1)) + scattered * spot.With(0).Gaussian();
        double imaginary = scattered * spot.With(1).Gaussian();
        return 10 * Math.Log10(real * real + imaginary * imaginary);
    }

    // Nothing below the floor; then rising towards (almost) certainty.
    double ProbabilityOfHearing(double rssi) =>
        (1 - LostBeacons) * (1 - Math.Exp(-Math.Max(0, rssi - phone.FloorDbm) / FadeInDb));
}
