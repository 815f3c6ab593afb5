namespace Itoloc.Nn.Kernels;

/// <summary>
/// A matrix [rows, columns] laid out for <see cref="GatheredProduct"/>: panels of a tile's width, each with its rows
/// one after another, the last panel filled up with zeros.
/// </summary>
sealed class PackedMatrix(int rows, int columns)
{
    readonly Lock _gate = new();

    float[]? _values;
    int _version;

    // Made when first asked for, by several threads perhaps: a layer does without what its way or its mode does not use.
    float[] Values
    {
        get
        {
            if (_values is null)
                Interlocked.CompareExchange(ref _values, new float[Panels * GatheredProduct.TileColumns * rows + GatheredProduct.Slack], null);
            return _values;
        }
    }

    public int Panels => (columns + GatheredProduct.TileColumns - 1) / GatheredProduct.TileColumns;

    /// <summary>Columns in use in a panel.</summary>
    public int Columns(int panel) => Math.Min(GatheredProduct.TileColumns, columns - panel * GatheredProduct.TileColumns);

    /// <summary>One panel: [rows, <see cref="GatheredProduct.TileColumns"/>], with slack behind it.</summary>
    public ReadOnlySpan<float> Panel(int panel) => Values.AsSpan(panel * rows * GatheredProduct.TileColumns);

    /// <summary>Has the panels packed anew if they are not from these values; callers that share the matrix wait.</summary>
    /// <param name="source">The values.</param>
    /// <param name="packPanel">Packs one panel.</param>
    /// <param name="team">The threads.</param>
    public void Pack(Parameter source, Action<int> packPanel, ThreadTeam team)
    {
        if (Volatile.Read(ref _version) == source.Version)
            return;
        lock (_gate)
        {
            if (_version == source.Version)
                return;
            team.Run(Panels, packPanel);
            Volatile.Write(ref _version, source.Version);
        }
    }

    /// <summary>Copies one panel's part of row <paramref name="row"/> in.</summary>
    /// <param name="panel">Which panel.</param>
    /// <param name="row">Which row.</param>
    /// <param name="source">Holds element [row, j] at <c>j · step</c>.</param>
    /// <param name="step">Floats between neighbouring columns in <paramref name="source"/>.</param>
    public void SetRow(int panel, int row, ReadOnlySpan<float> source, int step = 1)
    {
        int first = panel * GatheredProduct.TileColumns;
        Span<float> destination = Values.AsSpan((panel * rows + row) * GatheredProduct.TileColumns, Columns(panel));
        if (step == 1)
        {
            source.Slice(first, destination.Length).CopyTo(destination);
            return;
        }
        for (int j = 0; j < destination.Length; j++)
            destination[j] = source[(first + j) * step];
    }
}
