using System.Collections.ObjectModel;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.Json.Serialization;
using Itoloc.Fingerprints;

namespace Itoloc.Updating;

/// <summary>What the updates have added to a survey. The survey itself is never changed, so it can never be lost.</summary>
/// <remarks>In a model file it is part of the manifest but for the large arrays, <see cref="WriteArrays"/>.</remarks>
sealed record UpdateMemory
{
    /// <summary>How many updates were accepted.</summary>
    public required int Steps { get; init; }

    /// <summary>Features of the index that the survey heard; those behind them came later.</summary>
    public required int SurveyFeatures { get; init; }

    /// <summary>[features]: whether an access point is believed to be where the survey, or an update, found it.</summary>
    public required bool[] Believed { get; init; }

    /// <summary>[features]: by how many dB it is heard differently now than in the survey; 0 for those that came later.</summary>
    public required float[] OffsetsDb { get; init; }

    /// <summary>[features]: the update that last changed whether it is believed; 0 = since the survey.</summary>
    public required int[] Since { get; init; }

    /// <summary>[features]: the last update whose scans heard it; 0 = the survey.</summary>
    public required int[] LastHeard { get; init; }

    /// <summary>When 19 of 20 scans of each update had been taken, where they tell; model files of before it was kept have none.</summary>
    public IReadOnlyDictionary<int, DateTimeOffset> Ends { get => field ?? ReadOnlyDictionary<int, DateTimeOffset>.Empty; init; }

    /// <summary>Features that came later, each with the feature that it replaces: another device at the same place.</summary>
    public IReadOnlyDictionary<int, int> Replaces { get => field ?? ReadOnlyDictionary<int, int>.Empty; init; }

    /// <summary>[places][features that came later]: the level at which each is heard there.</summary>
    [JsonIgnore]
    public float[][] Learned { get; init; } = [];

    /// <summary>Places of the site; written because programs of before count them here, not read.</summary>
    public int Places => Learned.Length;

    /// <summary>Adopted scans, oldest first; bounded for each place.</summary>
    public required IReadOnlyList<AdoptedScan> Adopted { get; init; }

    /// <summary>A fingerprint by the access points that are believed.</summary>
    /// <param name="fingerprint">[features], dBm, NaN where not heard.</param>
    public float[] Believe(float[] fingerprint) => [.. fingerprint.Select((dbm, f) => Believed[f] ? dbm : float.NaN)];

    /// <summary>Levels as a fingerprint by the access points that are believed.</summary>
    /// <param name="levels">[features], levels.</param>
    /// <returns>[features], dBm, NaN where not heard or not believed.</returns>
    public float[] Fingerprint(float[] levels) => Believe([.. levels.Select(SignalLevel.ToDbm)]);

    /// <summary>An update as one reads it: its number and the day its scans end, where they tell.</summary>
    public string NameOf(int step) => Ends.TryGetValue(step, out DateTimeOffset end)
        ? string.Create(CultureInfo.InvariantCulture, $"update {step} ({end.UtcDateTime:yyyy-MM-dd})") : $"update {step}";

    /// <summary>Features that a scan of an update may have heard: those behind them came later.</summary>
    public int KnownTo(int step) => Math.Max(SurveyFeatures, Array.FindLastIndex(Since, since => since <= step) + 1);

    /// <summary>What a model knows that was never updated.</summary>
    /// <param name="features">Features of its index.</param>
    /// <param name="places">Places of its site.</param>
    public static UpdateMemory Start(int features, int places) => new()
    {
        Steps = 0,
        SurveyFeatures = features,
        Believed = [.. Enumerable.Repeat(true, features)],
        OffsetsDb = new float[features],
        Since = new int[features],
        LastHeard = new int[features],
        Learned = [.. Enumerable.Range(0, places).Select(_ => Array.Empty<float>())],
        Adopted = [],
    };

    /// <summary>The same with room for features that come now, not yet believed.</summary>
    /// <param name="features">Features of the new index, at least as many as now.</param>
    /// <param name="came">Those that come, some perhaps with the numbers of others that have gone.</param>
    public UpdateMemory Extend(int features, IReadOnlyList<int> came)
    {
        return this with
        {
            Believed = Longer(Believed),
            OffsetsDb = Longer(OffsetsDb),
            Since = [.. Longer(Since).Select((since, f) => came.Contains(f) ? Steps + 1 : since)],
            LastHeard = Longer(LastHeard),
            Replaces = Replaces.Where(pair => !came.Contains(pair.Key) && !came.Contains(pair.Value)).ToDictionary(),
            Learned = [.. Learned.Select(levels => Forget(Resize(levels, features - SurveyFeatures), SurveyFeatures))],
            Adopted = [.. Adopted.Select(scan => scan with { Levels = Forget(Longer(scan.Levels), 0) })],
        };

        T[] Longer<T>(T[] values) => Resize(values, features);

        float[] Forget(float[] levels, int first)
        {
            foreach (int feature in came)
                levels[feature - first] = 0;
            return levels;
        }
    }

    /// <summary>Writes what the manifest leaves out: learned levels, then adopted levels.</summary>
    public void WriteArrays(BinaryWriter writer)
    {
        foreach (float[] levels in Learned.Concat(Adopted.Select(scan => scan.Levels)))
            writer.Write(MemoryMarshal.AsBytes<float>(levels));
    }

    /// <summary>What a manifest gave, with what it leaves out.</summary>
    /// <exception cref="EndOfStreamException">The stream is too short.</exception>
    public UpdateMemory ReadArrays(BinaryReader reader, int places)
    {
        return this with
        {
            Learned = [.. Enumerable.Range(0, places).Select(_ => Levels(Believed.Length - SurveyFeatures))],
            Adopted = [.. Adopted.Select(scan => scan with { Levels = Levels(Believed.Length) })],
        };

        float[] Levels(int count)
        {
            float[] levels = new float[count];
            reader.BaseStream.ReadExactly(MemoryMarshal.AsBytes(levels.AsSpan()));
            return levels;
        }
    }

    static T[] Resize<T>(T[] values, int length)
    {
        T[] longer = new T[length];
        values.CopyTo(longer, 0);
        return longer;
    }
}
