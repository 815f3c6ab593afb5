using Itoloc.Fingerprints;

namespace Itoloc.Evaluation.Splits;

/// <summary>A site as it ages: which access points are on the air, how strong, and what stands in the way.</summary>
sealed class AgeingWorld
{
    const int Waves = 8;
    const double WaveMetres = 8;
    const double ScanOffsetDb = 1;
    const double NoiseDb = 2;
    const float SensitivityDbm = -95;

    readonly Ageing _ageing;
    readonly Random _random;
    readonly string[] _accessPoints;
    readonly HashSet<string> _onAir = [];
    readonly Dictionary<string, double> _offset = [];
    readonly Dictionary<string, (double KX, double KY, double Phase, double Amplitude)[]> _shadow = [];

    /// <summary>Half of the access points are on the air at first.</summary>
    public AgeingWorld(IEnumerable<Scan> survey, Ageing ageing, int seed)
    {
        (_ageing, _random) = (ageing, new Random(seed));
        _accessPoints = [.. survey.SelectMany(scan => scan.Readings).Select(reading => reading.AccessPoint).Distinct()
            .Order(StringComparer.Ordinal)];
        foreach (string name in _accessPoints)
        {
            if (_random.Next(2) == 0)
                _onAir.Add(name);
            _offset[name] = 0;
            _shadow[name] = [.. Enumerable.Range(0, Waves).Select(_ => (
                Normal() / WaveMetres, Normal() / WaveMetres, 2 * Math.PI * _random.NextDouble(), 0.0))];
        }
    }

    /// <summary>Time passes: access points go and as many others come, powers and shadows change.</summary>
    public void Step()
    {
        string[] silent = [.. _accessPoints.Where(name => !_onAir.Contains(name))];
        string[] gone = [.. _accessPoints.Where(name => _onAir.Contains(name) && _random.NextDouble() > _ageing.Survives)];
        _random.Shuffle(silent);
        _onAir.ExceptWith(gone);
        _onAir.UnionWith(silent.Take(gone.Length));
        foreach (string name in _accessPoints)
        {
            _offset[name] = 0.9 * (_offset[name] + _ageing.DriftDb * Normal());
            double growth = _ageing.ShadowDb / Math.Sqrt(_ageing.Steps) / Math.Sqrt(Waves / 2.0);
            foreach (ref var wave in _shadow[name].AsSpan())
                wave.Amplitude += growth * Normal();
        }
    }

    /// <summary>The scan as it was taken at first: only what is on the air.</summary>
    public Scan AtFirst(Scan scan) =>
        scan with { Readings = [.. scan.Readings.Where(reading => _onAir.Contains(reading.AccessPoint))] };

    /// <summary>The scan as it would be taken now, at the same point.</summary>
    public Scan Now(Scan scan)
    {
        double common = ScanOffsetDb * Normal();
        List<Reading> readings = [];
        foreach (var reading in AtFirst(scan).Readings)
        {
            double dbm = reading.RssiDbm + _offset[reading.AccessPoint] + common + NoiseDb * Normal();
            foreach (var (kx, ky, phase, amplitude) in _shadow[reading.AccessPoint])
                dbm += amplitude * Math.Cos(kx * scan.X!.Value + ky * scan.Y!.Value + phase);
            if (dbm >= SensitivityDbm)
                readings.Add(reading with { RssiDbm = (float)Math.Min(dbm, -20) });
        }
        return scan with { Readings = readings };
    }

    double Normal() =>
        Math.Sqrt(-2 * Math.Log(1 - _random.NextDouble())) * Math.Cos(2 * Math.PI * _random.NextDouble());
}
