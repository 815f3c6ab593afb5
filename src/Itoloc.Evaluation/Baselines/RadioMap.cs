using System.Numerics;

namespace Itoloc.Evaluation.Baselines;

/// <summary>
/// Surveyed fingerprints, searchable for the nearest ones; kept column by column (access point by access point).
/// </summary>
/// <remarks>
/// Both distances need only the columns that the query hears. With sizes s = Σv² and overlap o = Σv·w the squared
/// Euclidean distance is s₁ + s₂ − 2o; with s = Σv and o = Σmin(v, w) the sum Σ|v − w| is s₁ + s₂ − 2o, and
/// Sørensen's distance is that over s₁ + s₂. A scan hears a few dozen of several hundred access points, so adding up
/// overlaps column by column is an order of magnitude less work than comparing row with row.
/// </remarks>
sealed class RadioMap
{
    readonly SignalScale _scale;
    readonly float[] _sizes;
    readonly Column[] _columns;

    /// <summary>Indexes rows; a row's number is its place in <paramref name="rows"/>.</summary>
    /// <param name="rows">Fingerprints over the same columns.</param>
    /// <param name="columns">Number of columns.</param>
    /// <param name="scale">How readings become levels and are compared.</param>
    public RadioMap(IReadOnlyList<ColumnReading[]> rows, int columns, SignalScale scale)
    {
        _scale = scale;
        _sizes = new float[rows.Count];
        var heard = new List<(int Row, float Level)>[columns];
        for (int column = 0; column < columns; column++)
            heard[column] = [];
        for (int row = 0; row < rows.Count; row++)
        {
            foreach (var (column, dbm) in rows[row])
            {
                float level = scale.Level(dbm);
                heard[column].Add((row, level));
                _sizes[row] += SizeOf(level);
            }
        }
        _columns = [.. heard.Select(column => new Column(column, rows.Count))];
    }

    /// <summary>Finds the rows nearest to a query, nearest first, the lower row first among equals.</summary>
    /// <param name="query">What the query heard; columns that no row heard are left out.</param>
    /// <param name="nearest">
    /// Receives row numbers; its length is how many are sought, at most the number of rows.
    /// </param>
    /// <returns>
    /// False when the query heard nothing that any row heard; <paramref name="nearest"/> then means nothing.
    /// </returns>
    public bool FindNearest(ReadOnlySpan<ColumnReading> query, Span<int> nearest)
    {
        float[] overlaps = new float[_sizes.Length];
        float size = 0;
        bool heard = false;
        foreach (var (column, dbm) in query)
        {
            if (!_columns[column].IsHeard)
                continue;
            heard = true;
            float level = _scale.Level(dbm);
            size += SizeOf(level);
            _columns[column].AddOverlaps(level, _scale.IsSorensen, overlaps);
        }
        if (heard)
            SelectNearest(size, overlaps, nearest);
        return heard;
    }

    float SizeOf(float level) => _scale.IsSorensen ? level : level * level;

    // Insertion into a short sorted list: nearly every row fails the first comparison, so the search is linear.
    void SelectNearest(float size, float[] overlaps, Span<int> nearest)
    {
        Span<float> distances = stackalloc float[nearest.Length];
        distances.Fill(float.PositiveInfinity);
        for (int row = 0; row < overlaps.Length; row++)
        {
            float total = size + _sizes[row];
            float distance = total - 2 * overlaps[row];
            if (_scale.IsSorensen)
                distance = total == 0 ? 0 : distance / total;
            if (distance >= distances[^1])
                continue;
            int place = nearest.Length - 1;
            for (; place > 0 && distance < distances[place - 1]; place--)
                (distances[place], nearest[place]) = (distances[place - 1], nearest[place - 1]);
            (distances[place], nearest[place]) = (distance, row);
        }
    }

    /// <summary>One access point's levels: of the rows that heard it, or, where many did, of all rows.</summary>
    sealed class Column
    {
        // Eight rows a vector are about as quick as one row looked up by number.
        const int DenseShare = 8;

        readonly int[]? _rows;
        readonly float[] _levels;

        public Column(List<(int Row, float Level)> heard, int rows)
        {
            IsHeard = heard.Count > 0;
            if (heard.Count * DenseShare < rows)
            {
                (_rows, _levels) = ([.. heard.Select(h => h.Row)], [.. heard.Select(h => h.Level)]);
                return;
            }
            _levels = new float[rows];
            foreach (var (row, level) in heard)
                _levels[row] = level;
        }

        public bool IsHeard { get; }

        public void AddOverlaps(float level, bool isSorensen, float[] overlaps)
        {
            int i = 0;
            if (_rows is null)
            {
                var levels = new Vector<float>(level);
                for (; i <= overlaps.Length - Vector<float>.Count; i += Vector<float>.Count)
                {
                    var surveyed = new Vector<float>(_levels, i);
                    var overlap = isSorensen ? Vector.Min(surveyed, levels) : surveyed * levels;
                    (new Vector<float>(overlaps, i) + overlap).CopyTo(overlaps, i);
                }
            }
            for (; i < _levels.Length; i++)
                overlaps[_rows is null ? i : _rows[i]] += isSorensen ? Math.Min(_levels[i], level) : _levels[i] * level;
        }
    }
}
