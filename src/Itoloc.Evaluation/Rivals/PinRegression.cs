namespace Itoloc.Evaluation.Rivals;

/// <summary>From the levels at the pins to the levels everywhere, for <see cref="AcMu"/>.</summary>
/// <remarks>
/// For every point and access point a partial least-squares regression from the survey's levels at the pins to those
/// at the point. A sample is one phone's k-th scan at the point and at all the pins, so that the same phone is compared
/// with itself; at most 30 samples, at most 6 components, by five-fold cross-validation. Only pins that share at least
/// four samples with the point take part; a point without such pins keeps its levels, as it does where no pin tells
/// anything: one of the survey's access points is struck out only when a pin that once heard it no longer does.
/// </remarks>
sealed class PinRegression
{
    const int LeastSamples = 4, MostSamples = 30, Components = 6;

    readonly FingerprintSurvey _survey;
    readonly Pin[] _pins;

    // Of each point: the rows of each phone, in order of time.
    readonly Dictionary<string, int[]>[] _rows;

    /// <summary>Makes the regression.</summary>
    /// <param name="survey">What it is learned on.</param>
    /// <param name="pins">At points of the survey, their levels over the map's access points.</param>
    public PinRegression(FingerprintSurvey survey, Pin[] pins)
    {
        (_survey, _pins) = (survey, pins);
        _rows =
        [
            .. survey.Points.Select(point => point.Rows.GroupBy(row => survey.Scans[row].Device ?? "")
                .ToDictionary(phone => phone.Key, phone => (int[])[.. phone.OrderBy(row => survey.Scans[row].Time)])),
        ];
    }

    /// <summary>Writes the map; returns how many levels were regressed.</summary>
    /// <param name="map">The survey's map, with room for new access points.</param>
    /// <param name="cancellation">Stops it.</param>
    public int Rewrite(PointMap map, CancellationToken cancellation)
    {
        int written = 0;
        foreach (var floor in Enumerable.Range(0, map.Points.Count).GroupBy(i => (map.Points[i].Building, map.Points[i].Floor)))
        {
            Pin[] here = [.. _pins.Where(pin => (map.Points[pin.Point].Building, map.Points[pin.Point].Floor) == floor.Key)];
            foreach (int point in floor.Except(here.Select(pin => pin.Point)))
            {
                cancellation.ThrowIfCancellationRequested();
                Pin[] near = [.. here.Where(pin => Samples([pin.Point, point]).Length >= LeastSamples)];
                int[][] samples = near.Length < 2 ? [] : Samples([.. near.Select(pin => pin.Point), point]);
                if (samples.Length >= LeastSamples)
                    written += Rewrite(map.Levels[point], near, samples);
            }
        }
        foreach (var pin in _pins)
            pin.Levels.CopyTo(map.Levels[pin.Point], 0);
        return written;
    }

    /// <summary>Scans of the same phones at all of some points: [samples][points], rows of the survey.</summary>
    internal int[][] Samples(int[] points)
    {
        List<int[]> samples = [];
        foreach (string phone in _rows[points[0]].Keys.Order(StringComparer.Ordinal))
        {
            int[][] rows = [.. points.Select(point => _rows[point].GetValueOrDefault(phone, []))];
            int count = rows.Min(r => r.Length);
            samples.AddRange(Enumerable.Range(0, count).Select(k => (int[])[.. rows.Select(r => r[k])]));
        }
        // Spread evenly, so that all phones take part.
        int kept = Math.Min(MostSamples, samples.Count);
        return [.. Enumerable.Range(0, kept).Select(s => samples[(int)((long)s * samples.Count / kept)])];
    }

    // The samples' last row is the point's own.
    int Rewrite(float[] levels, Pin[] pins, int[][] samples)
    {
        int most = Math.Min(Components, Math.Min(pins.Length, samples.Length - 2)), written = 0;
        for (int column = 0; column < _survey.Columns; column++)
        {
            if (levels[column] <= PointStatistics.Silence)
                continue;
            double[][] inputs = [.. samples.Select(rows => (double[])[.. rows.SkipLast(1).Select(row => Level(row, column))])];
            if (!inputs.Any(sample => sample.Any(level => level > PointStatistics.Silence)))
                continue;
            levels[column] = PointStatistics.Silence;
            if (pins.Any(pin => pin.Levels[column] > PointStatistics.Silence))
            {
                var fit = PartialLeastSquares.FitValidated(inputs, [.. samples.Select(rows => Level(rows[^1], column))], most);
                double level = fit.Predict([.. pins.Select(pin => (double)pin.Levels[column])]);
                levels[column] = (float)Math.Clamp(level, PointStatistics.Silence, -20);
            }
            written++;
        }
        return written;
    }

    double Level(int row, int column) =>
        float.IsNaN(_survey.Rows[row][column]) ? PointStatistics.Silence : _survey.Rows[row][column];
}
