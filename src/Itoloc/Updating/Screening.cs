using System.Numerics.Tensors;
using Itoloc.Fingerprints;
using Itoloc.Training;

namespace Itoloc.Updating;

/// <summary>Tells scans that belong to the site from strangers, random noise and forgeries, one by one.</summary>
/// <remarks>
/// Two predictors that see different access points, each half of those heard, must name places close together: a genuine
/// scan's halves were heard at one place, a forged or random one's were not. What "close" means is measured on the
/// survey's own rows, varied as another phone would hear them another day; so is how unlike the survey scans may be on the
/// whole. Where hardly any of the scans that point to a region fit, the few that do are chance.
/// </remarks>
sealed class Screening
{
    const int Splits = 3;
    const int Samples = 300;
    const double Quantile = 0.95;

    /// <summary>Known access points that a scan must hear for halves of it to say anything.</summary>
    const int FewestHeard = 4;

    /// <summary>A scan must not be farther from the survey than the others by more than so many deviations.</summary>
    const double DistanceDeviations = 3;

    /// <summary>Scans of a place that count in what is usual, so that one phone at rest does not decide it.</summary>
    const int UsualPerPlace = 6;

    /// <summary>A smaller share of a region's scans that fit means that none of them is believed.</summary>
    const double SmallestShare = 0.2;

    /// <summary>Scans that point to a region without which nothing is said about it.</summary>
    const int FewestOfRegion = 10;

    readonly SitePlaces _places;
    readonly PlaceVote _vote;
    readonly (LevelMap First, LevelMap Second)[] _halves;
    readonly LevelMap _whole;
    readonly bool[] _believed;
    readonly Workers _workers;
    readonly double _usualDistance;

    /// <summary>Prepares the predictors and measures how far they agree on the survey itself.</summary>
    /// <param name="places">The site's places.</param>
    /// <param name="rows">The survey's rows, each [features], levels.</param>
    /// <param name="believed">[features].</param>
    /// <param name="recipe">The choices.</param>
    /// <param name="seed">Seed of the halves and the variation.</param>
    /// <param name="workers">Who judges.</param>
    public Screening(
        SitePlaces places, IReadOnlyList<float[]> rows, bool[] believed, UpdateRecipe recipe, int seed, Workers workers)
    {
        (_places, _vote, _believed, _workers) = (places, new PlaceVote(places, recipe), believed, workers);
        _whole = new LevelMap(rows, believed);
        Random random = new(seed);
        _halves = [.. Enumerable.Range(0, Splits).Select(_ =>
        {
            bool[] first = [.. believed.Select(b => b && random.Next(2) == 0)];
            bool[] second = [.. believed.Select((b, f) => b && !first[f])];
            return (new LevelMap(rows, first), new LevelMap(rows, second));
        })];
        (Limit, _usualDistance) = Calibrate(rows, random);
    }

    /// <summary>The farthest two predictors may be apart, in metres.</summary>
    public double Limit { get; }

    /// <summary>
    /// How many times as unlike the survey the accepted scans are as its own rows, varied, are to each other: the median of
    /// each; 0 before scans are judged.
    /// </summary>
    public double Shift { get; private set; }

    /// <summary>Whether a scan is taken, or why not.</summary>
    public enum Verdict
    {
        /// <summary>Taken.</summary>
        Accepted,

        /// <summary>It hears too few of the access points that are known.</summary>
        Stranger,

        /// <summary>The predictors do not agree where it was taken.</summary>
        Disagreement,

        /// <summary>It is unlike the survey, far more so than the scans that came with it.</summary>
        Unlike,

        /// <summary>It fits, but hardly any other scan that points to its region does.</summary>
        Doubtful,
    }

    /// <summary>Judges scans.</summary>
    /// <param name="levels">Each [features], levels.</param>
    public Verdict[] Judge(IReadOnlyList<float[]> levels)
    {
        (Verdict Verdict, int Place, float Distance)[] found = _workers.Each(levels.Count, i =>
        {
            if (Heard(levels[i]) < FewestHeard)
                return (Verdict.Stranger, -1, 1);
            int place = TensorPrimitives.IndexOfMax<float>(_vote.Vote(_whole, levels[i], -1, out float distance));
            return (Disagreement(levels[i], -1) > Limit ? Verdict.Disagreement : Verdict.Accepted, place, distance);
        });
        double[] usual = [.. found.Where(scan => scan.Verdict == Verdict.Accepted).GroupBy(scan => scan.Place)
            .SelectMany(place => place.Take(UsualPerPlace)).Select(scan => (double)scan.Distance).Order()];
        if (usual.Length == 0)
            return [.. found.Select(scan => scan.Verdict)];
        double median = usual[usual.Length / 2], deviation = (median - usual[usual.Length / 4]) / 0.674;
        Shift = median / _usualDistance;
        for (int i = 0; i < found.Length; i++)
        {
            if (found[i].Verdict == Verdict.Accepted && found[i].Distance > median + DistanceDeviations * deviation)
                found[i].Verdict = Verdict.Unlike;
        }
        HashSet<(int, string?)> doubtful = [.. found.Where(scan => scan.Place >= 0).GroupBy(scan => RegionOf(scan.Place))
            .Where(region => region.Count() >= FewestOfRegion
                && region.Count(scan => scan.Verdict == Verdict.Accepted) < SmallestShare * region.Count())
            .Select(region => region.Key)];
        return [.. found.Select(scan => scan.Verdict == Verdict.Accepted && doubtful.Contains(RegionOf(scan.Place))
            ? Verdict.Doubtful : scan.Verdict)];
    }

    (int Floor, string? Region) RegionOf(int place) => (_places.Floors[place], _places.Classes[place].Region);

    int Heard(float[] scan)
    {
        int heard = 0;
        for (int f = 0; f < scan.Length; f++)
            heard += _believed[f] && scan[f] > 0 ? 1 : 0;
        return heard;
    }

    // Mean over the splits that name one floor; infinite unless those are most. A half that has nothing in common with the
    // scan says nothing.
    double Disagreement(float[] scan, int except)
    {
        int apart = 0;
        List<double> metres = [];
        foreach ((LevelMap a, LevelMap b) in _halves)
        {
            float[] first = _vote.Vote(a, scan, except, out float near), second = _vote.Vote(b, scan, except, out float nearToo);
            if (near >= 1 || nearToo >= 1)
                continue;
            if (_places.KeepOneFloor(first) != _places.KeepOneFloor(second))
            {
                apart++;
                continue;
            }
            ((double x1, double y1), (double x2, double y2)) = (_places.Mean(first), _places.Mean(second));
            metres.Add(Math.Sqrt((x1 - x2) * (x1 - x2) + (y1 - y2) * (y1 - y2)));
        }
        return apart >= metres.Count ? double.PositiveInfinity : metres.Average();
    }

    // The survey's own rows, varied: how far two predictors may be apart, and how unlike the others a row usually is.
    (double Disagreement, double Distance) Calibrate(IReadOnlyList<float[]> rows, Random random)
    {
        Augmentation anotherDay = new();
        float[] varied = new float[_believed.Length];
        int step = Math.Max(1, rows.Count / Samples);
        List<double> disagreements = [], distances = [];
        for (int row = 0; row < rows.Count; row += step)
        {
            anotherDay.Apply([.. rows[row].Select(SignalLevel.ToDbm)], varied, random);
            float[] levels = SignalLevel.Of(varied);
            if (Heard(levels) < FewestHeard)
                continue;
            _vote.Vote(_whole, levels, row, out float distance);
            distances.Add(distance);
            if (Disagreement(levels, row) is var metres && double.IsFinite(metres))
                disagreements.Add(metres);
        }
        disagreements.Sort();
        distances.Sort();
        return disagreements.Count == 0 ? (0, 1)
            : (disagreements[(int)(Quantile * (disagreements.Count - 1))], Math.Max(0.01, distances[distances.Count / 2]));
    }
}
