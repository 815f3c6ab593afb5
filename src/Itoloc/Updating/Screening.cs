using Itoloc.Fingerprints;
using Itoloc.Training;

namespace Itoloc.Updating;

/// <summary>Tells scans that belong to the site from strangers, random noise and forgeries, one by one.</summary>
/// <remarks>
/// Two predictors that see different access points, each half of those heard, must name places close together: a genuine
/// scan's halves were heard at one place, a forged or random one's were not. What "close" means is measured on the
/// survey's own rows, varied as another phone would hear them another day.
/// </remarks>
sealed class Screening
{
    const int Splits = 3;
    const int Samples = 300;
    const double Quantile = 0.95;

    // The survey's own rows know nothing of moved furniture and changed powers.
    const double Allowance = 1;

    /// <summary>Known access points that a scan must hear for halves of it to say anything.</summary>
    const int FewestHeard = 4;

    /// <summary>A scan must not be farther from the survey than the others by more than so many deviations.</summary>
    const double DistanceDeviations = 3;

    readonly SitePlaces _places;
    readonly PlaceVote _vote;
    readonly (LevelMap First, LevelMap Second)[] _halves;
    readonly LevelMap _whole;
    readonly bool[] _believed;

    /// <summary>Prepares the predictors and measures how far they agree on the survey itself.</summary>
    /// <param name="places">The site's places.</param>
    /// <param name="rows">The survey's rows, each [features], levels.</param>
    /// <param name="believed">[features].</param>
    /// <param name="recipe">The choices.</param>
    /// <param name="seed">Seed of the halves and the variation.</param>
    public Screening(SitePlaces places, IReadOnlyList<float[]> rows, bool[] believed, UpdateRecipe recipe, int seed)
    {
        (_places, _vote, _believed) = (places, new PlaceVote(places, recipe), believed);
        _whole = new LevelMap(rows, believed);
        Random random = new(seed);
        _halves = [.. Enumerable.Range(0, Splits).Select(_ =>
        {
            bool[] first = [.. believed.Select(b => b && random.Next(2) == 0)];
            bool[] second = [.. believed.Select((b, f) => b && !first[f])];
            return (new LevelMap(rows, first), new LevelMap(rows, second));
        })];
        Limit = Allowance * Calibrate(rows, random);
    }

    /// <summary>The farthest two predictors may be apart, in metres.</summary>
    public double Limit { get; }

    /// <summary>Why a scan is not taken; null where it is.</summary>
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
    }

    /// <summary>Judges scans.</summary>
    /// <param name="levels">Each [features], levels.</param>
    public Verdict[] Judge(IReadOnlyList<float[]> levels)
    {
        float[] distances = new float[levels.Count];
        Verdict[] verdicts = [.. levels.Select((scan, i) =>
        {
            if (Heard(scan) < FewestHeard)
                return Verdict.Stranger;
            _vote.Vote(_whole, scan, -1, out distances[i]);
            return Disagreement(scan, -1) > Limit ? Verdict.Disagreement : Verdict.Accepted;
        })];
        float[] usual = [.. distances.Where((_, i) => verdicts[i] == Verdict.Accepted).Order()];
        if (usual.Length == 0)
            return verdicts;
        double median = usual[usual.Length / 2], deviation = (median - usual[usual.Length / 4]) / 0.674;
        return [.. verdicts.Select((verdict, i) =>
            verdict == Verdict.Accepted && distances[i] > median + DistanceDeviations * deviation ? Verdict.Unlike : verdict)];
    }

    int Heard(float[] scan)
    {
        int heard = 0;
        for (int f = 0; f < scan.Length; f++)
            heard += _believed[f] && scan[f] > 0 ? 1 : 0;
        return heard;
    }

    // Mean over the splits; infinite where the halves name two floors.
    double Disagreement(float[] scan, int except) => _halves.Average(half =>
    {
        float[] first = _vote.Vote(half.First, scan, except, out _), second = _vote.Vote(half.Second, scan, except, out _);
        if (_places.KeepOneFloor(first) != _places.KeepOneFloor(second))
            return double.PositiveInfinity;
        ((double x1, double y1), (double x2, double y2)) = (_places.Mean(first), _places.Mean(second));
        return Math.Sqrt((x1 - x2) * (x1 - x2) + (y1 - y2) * (y1 - y2));
    });

    double Calibrate(IReadOnlyList<float[]> rows, Random random)
    {
        Augmentation anotherDay = new();
        float[] varied = new float[_believed.Length];
        int step = Math.Max(1, rows.Count / Samples);
        List<double> disagreements = [];
        for (int row = 0; row < rows.Count; row += step)
        {
            anotherDay.Apply([.. rows[row].Select(SignalLevel.ToDbm)], varied, random);
            float[] levels = SignalLevel.Of(varied);
            if (Heard(levels) >= FewestHeard)
                disagreements.Add(Disagreement(levels, row));
        }
        disagreements.Sort();
        return disagreements.Count == 0 ? 0 : disagreements[(int)(Quantile * (disagreements.Count - 1))];
    }
}
