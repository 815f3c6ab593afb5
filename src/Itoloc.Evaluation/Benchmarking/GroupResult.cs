namespace Itoloc.Evaluation.Benchmarking;

/// <summary>
/// The figures of one method for a group of test parts. A figure is the mean over the group's parts, each part
/// counting once (phones, months and collections are not weighted by their number of scans), then over the seeds.
/// </summary>
/// <remarks>Members as in <see cref="ErrorStatistics"/>, metres and shares; null where no part defines them.</remarks>
public sealed record GroupResult
{
    /// <summary>The group, such as a floor plan; "all" for all parts.</summary>
    public required string Group { get; init; }

    /// <summary>Test parts in the group.</summary>
    public required int Parts { get; init; }

    /// <summary>Scans tested, over all parts.</summary>
    public required int N { get; init; }

    /// <summary>Mean error of answered scans.</summary>
    public SeedFigure? Mean { get; init; }

    /// <summary>Median error.</summary>
    public SeedFigure? Median { get; init; }

    /// <summary>75 % quantile of the error.</summary>
    public SeedFigure? P75 { get; init; }

    /// <summary>95 % quantile of the error.</summary>
    public SeedFigure? P95 { get; init; }

    /// <summary>Largest error of any part.</summary>
    public SeedFigure? Max { get; init; }

    /// <summary>Mean error with declined scans placed at the centroid of the training rows.</summary>
    public SeedFigure? MeanAll { get; init; }

    /// <summary>Share on the right floor of the right building.</summary>
    public SeedFigure? FloorHit { get; init; }

    /// <summary>Share in the right building.</summary>
    public SeedFigure? BuildingHit { get; init; }

    /// <summary>Share in the right region.</summary>
    public SeedFigure? RegionSuccess { get; init; }

    /// <summary>Share within 3 m on the right floor.</summary>
    public SeedFigure? Within3m { get; init; }

    /// <summary>
    /// Share of answers whose accuracy radius holds the true position; null where a method gives no radius.
    /// </summary>
    public SeedFigure? Coverage95 { get; init; }

    /// <summary>Share of scans answered "unknown".</summary>
    public SeedFigure? Unknown { get; init; }

    /// <summary>Sums up the parts of one group.</summary>
    /// <param name="group">Its name.</param>
    /// <param name="seeds">For each seed the statistics of the group's parts, at least one part.</param>
    internal static GroupResult Of(string group, IReadOnlyList<IReadOnlyList<ErrorStatistics>> seeds)
    {
        SeedFigure? Over(Func<IEnumerable<double>, double> combine, Func<ErrorStatistics, double?> figure) =>
            SeedFigure.Of(
            [
                .. seeds.Select(parts => parts.Select(figure).OfType<double>().ToList())
                    .Where(values => values.Count > 0).Select(combine),
            ]);
        SeedFigure? Average(Func<ErrorStatistics, double?> figure) => Over(Enumerable.Average, figure);
        return new()
        {
            Group = group,
            Parts = seeds[0].Count,
            N = seeds[0].Sum(part => part.N),
            Mean = Average(part => part.Mean),
            Median = Average(part => part.Median),
            P75 = Average(part => part.P75),
            P95 = Average(part => part.P95),
            Max = Over(Enumerable.Max, part => part.Max),
            MeanAll = Average(part => part.MeanAll),
            FloorHit = Average(part => part.FloorHit),
            BuildingHit = Average(part => part.BuildingHit),
            RegionSuccess = Average(part => part.RegionSuccess),
            Within3m = Average(part => part.Within3m),
            Coverage95 = Average(part => part.Coverage95),
            Unknown = Average(part => part.N == 0 ? null : 1 - (double)part.Answered / part.N),
        };
    }
}
