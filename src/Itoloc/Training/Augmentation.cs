namespace Itoloc.Training;

/// <summary>Imitates other phones and other days: varies a fingerprint while training.</summary>
/// <remarks>
/// Phones differ in offset, slope and sensitivity; days in noise and in which access points are on. Differs from the
/// paper, which trains on the scans as they are.
/// </remarks>
public sealed record Augmentation
{
    /// <summary>Standard deviation of a scan's common offset, dB.</summary>
    public double OffsetDb { get; init; } = 4;

    /// <summary>Standard deviation of a scan's slope around 1, about −65 dBm.</summary>
    public double Slope { get; init; } = 0.1;

    /// <summary>Standard deviation of each access point's own noise, dB.</summary>
    public double NoiseDb { get; init; } = 3;

    /// <summary>Largest share of access points switched off; each scan draws its share between 0 and this.</summary>
    public double DropOut { get; init; } = 0.4;

    /// <summary>
    /// Phones differ in how much they hear: readings that are added, at most, for each one that was heard. Each scan draws
    /// its share, mostly a small one: this times the cube of a number from 0 to 1.
    /// </summary>
    public double Addition { get; init; } = 0.4;

    // A reading that is added is a weak one: its mean level in dBm, and the standard deviation in dB.
    const float AddedDbm = -85;
    const float AddedDeviationDb = 4;

    const float SlopeCentreDbm = -65;

    /// <summary>Varies a fingerprint.</summary>
    /// <param name="source">[n], dBm, NaN where not heard.</param>
    /// <param name="destination">[n]; overwritten.</param>
    /// <param name="random">The seeded source.</param>
    /// <param name="heard">[n]: share of the survey's scans that hear each access point; empty = none is added.</param>
    public void Apply(
        ReadOnlySpan<float> source, Span<float> destination, Random random, ReadOnlySpan<float> heard = default)
    {
        float offset = (float)(OffsetDb * Normal(random)), slope = (float)(1 + Slope * Normal(random));
        double share = DropOut * random.NextDouble();
        double added = heard.IsEmpty ? 0 : Added(source, heard, random);
        for (int i = 0; i < source.Length; i++)
        {
            if (float.IsNaN(source[i]))
            {
                destination[i] = added > 0 && random.NextDouble() < added * heard[i]
                    ? AddedDbm + AddedDeviationDb * (float)Normal(random) : float.NaN;
                continue;
            }
            if (random.NextDouble() < share)
            {
                destination[i] = float.NaN;
                continue;
            }
            float varied = SlopeCentreDbm + slope * (source[i] - SlopeCentreDbm) + offset + (float)(NoiseDb * Normal(random));
            // A phone that hears an access point below the weakest level does not report it.
            destination[i] = varied < Fingerprints.FingerprintImage.WeakestDbm ? float.NaN : varied;
        }
    }

    // How probably an access point that was not heard is added, as a multiple of the share of scans that hear it.
    double Added(ReadOnlySpan<float> source, ReadOnlySpan<float> heard, Random random)
    {
        int readings = 0;
        double silent = 1e-9;
        for (int i = 0; i < source.Length; i++)
        {
            if (float.IsNaN(source[i]))
                silent += heard[i];
            else
                readings++;
        }
        return Addition * Math.Pow(random.NextDouble(), 3) * readings / silent;
    }

    static double Normal(Random random) =>
        Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
}
