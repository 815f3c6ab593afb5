namespace Itoloc.Evaluation.Baselines;

/// <summary>
/// Surveyed fingerprints, searchable for the nearest ones. Kept as an inverted index: for each access point, which
/// rows heard it and at what level.
/// </summary>
/// <remarks>
/// Both distances need only the access points that query and row share. With sizes s = Σv² and overlap o = Σv·w the
/// squared Euclidean distance is s₁ + s₂ − 2o; with s = Σv and o = Σmin(v, w) the sum Σ|v − w| is s₁ + s₂ − 2o, and
/// Sørensen's distance is that over s₁ + s₂. A scan hears a few dozen of several hundred access points, so this beats
/// a dense vectorised loop.
/// </remarks>
sealed class RadioMap
{
    readonly SignalScale _scale;
    readonly double[] _sizes;
    readonly int[][] _rowsHearing;
    readonly float[][] _levelsHeard;

    /// <summary>Indexes rows; a row's number is its place in <paramref name="rows"/>.</summary>
    /// <param name="rows">Fingerprints over the same columns.</param>
    /// <param name="columns">Number of columns.</param>
    /// <param name="scale">How readings become levels and are compared.</param>
    public RadioMap(IReadOnlyList<ColumnReading[]> rows, int columns, SignalScale scale)
    {
        _scale = scale;
        _sizes = new double[rows.Count];
        var hearing = new List<int>[columns];
        var levels = new List<float>[columns];
        for (int column = 0; column < columns; column++)
            (hearing[column], levels[column]) = ([], []);
        for (int row = 0; row < rows.Count; row++)
        {
            foreach (var (column, dbm) in rows[row])
            {
                float level = scale.Level(dbm);
                hearing[column].Add(row);
                levels[column].Add(level);
                _sizes[row] += SizeOf(level);
            }
        }
        _rowsHearing = [.. hearing.Select(list => list.ToArray())];
        _levelsHeard = [.. levels.Select(list => list.ToArray())];
    }

    /// <summary>Finds the rows nearest to a query, nearest first, the lower row first among equals.</summary>
    /// <param name="query">What the query heard; columns that no row heard are left out.</param>
    /// <param name="nearest">Receives row numbers; its length is how many are sought, at most the number of rows.</param>
    /// <returns>False when the query heard nothing that any row heard; <paramref name="nearest"/> then means nothing.</returns>
    public bool FindNearest(ReadOnlySpan<ColumnReading> query, Span<int> nearest)
    {
        double[] overlaps = new double[_sizes.Length];
        double size = 0;
        bool heard = false;
        foreach (var (column, dbm) in query)
        {
            if (_rowsHearing[column].Length == 0)
                continue;
            heard = true;
            float level = _scale.Level(dbm);
            size += SizeOf(level);
            AddOverlaps(_rowsHearing[column], _levelsHeard[column], level, overlaps);
        }
        if (heard)
            SelectNearest(size, overlaps, nearest);
        return heard;
    }

    double SizeOf(float level) => _scale.IsSorensen ? level : (double)level * level;

    void AddOverlaps(int[] rows, float[] levels, float level, double[] overlaps)
    {
        if (_scale.IsSorensen)
        {
            for (int i = 0; i < rows.Length; i++)
                overlaps[rows[i]] += Math.Min(levels[i], level);
        }
        else
        {
            for (int i = 0; i < rows.Length; i++)
                overlaps[rows[i]] += (double)levels[i] * level;
        }
    }

    // Insertion into a short sorted list: nearly every row fails the first comparison, so the scan is linear.
    void SelectNearest(double size, double[] overlaps, Span<int> nearest)
    {
        Span<double> distances = stackalloc double[nearest.Length];
        distances.Fill(double.PositiveInfinity);
        for (int row = 0; row < overlaps.Length; row++)
        {
            double total = size + _sizes[row];
            double distance = total - 2 * overlaps[row];
            if (_scale.IsSorensen)
                distance = total == 0 ? 0 : distance / total;
            if (!(distance < distances[^1]))
                continue;
            int place = nearest.Length - 1;
            for (; place > 0 && distance < distances[place - 1]; place--)
                (distances[place], nearest[place]) = (distances[place - 1], nearest[place - 1]);
            (distances[place], nearest[place]) = (distance, row);
        }
    }
}
