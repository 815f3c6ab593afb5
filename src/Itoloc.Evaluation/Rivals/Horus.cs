using System.Globalization;
using Itoloc.Fingerprints;

namespace Itoloc.Evaluation.Rivals;

/// <summary>
/// Horus: each reference point has a distribution of levels for each access point, and the likeliest points answer.
/// </summary>
/// <remarks>
/// <para>
/// Youssef and Agrawala 2005: per point and access point a normal distribution of the levels; the answer is the centre
/// of the four likeliest points, weighted by likelihood. Given: the labelled scans, nothing else.
/// </para>
/// <para>
/// Ours: hearing an access point at all is a coin of its own with a chance of 0.02 to 0.98; one heard where the survey
/// never heard it has any level alike. A deviation is never below a floor, and the log-likelihood is multiplied by a
/// factor, because access points heard together are no independent witnesses; both are tuned. Left out: clusters, and
/// the average over successive scans.
/// </para>
/// </remarks>
sealed class Horus : IMethod
{
    const float LeastChance = 0.02f;
    const double AnyLevel = 1.0 / 80;
    const int Candidates = 4;

    readonly record struct Choice(float DeviationFloor, double Factor)
    {
        public override string ToString() => string.Create(
            CultureInfo.InvariantCulture, $"deviation at least {DeviationFloor} dB, log-likelihood × {Factor}");
    }

    static readonly Choice[] Choices =
        [.. from factor in (double[])[1, 0.25, 0.06, 0.01] from floor in (float[])[2, 4, 6] select new Choice(floor, factor)];

    public string Name => "horus";

    public string Description => "the likeliest reference points under a normal distribution a point and access point";

    public string Tuning => $"deviation at least 2 | 4 | 6 dB; log-likelihood × 1 | 0.25 | 0.06 | 0.01; {SurveyTuner.Note}";

    public bool IsDeterministic => true;

    public TrainedMethod Train(IReadOnlyList<Scan> survey, MethodContext context)
    {
        var choice = SurveyTuner.Choose(survey, Choices, Localizers, context);
        return new(Localizers(survey)(choice), choice.ToString());
    }

    static Func<Choice, ILocalizer> Localizers(IReadOnlyList<Scan> survey)
    {
        var fingerprints = FingerprintSurvey.Of(survey);
        var statistics = new PointStatistics(fingerprints);
        return choice =>
        {
            var map = new Map(fingerprints.Points.Count, fingerprints.Columns, statistics, choice.DeviationFloor);
            return new PointLocalizer(fingerprints, row =>
            {
                double[] logLikelihoods = map.LogLikelihoods(row);
                for (int i = 0; i < logLikelihoods.Length; i++)
                    logLikelihoods[i] *= choice.Factor;
                return PlaceVote.MostLikely(logLikelihoods, Candidates);
            });
        };
    }

    /// <summary>The distributions, laid out for adding up: column by column.</summary>
    sealed class Map
    {
        readonly double[] _silent;
        readonly double[][] _heard, _inverse, _mean;

        public Map(int points, int columns, PointStatistics statistics, float floor)
        {
            _silent = new double[points];
            double[][] New() => [.. Enumerable.Range(0, columns).Select(_ => new double[points])];
            (_heard, _inverse, _mean) = (New(), New(), New());
            for (int c = 0; c < columns; c++)
            {
                for (int i = 0; i < points; i++)
                {
                    double chance = Math.Clamp(statistics.HeardShare[i, c], LeastChance, 1 - LeastChance);
                    _silent[i] += Math.Log(1 - chance);
                    double odds = Math.Log(chance / (1 - chance));
                    if (float.IsNaN(statistics.HeardMean[i, c]))
                    {
                        _heard[c][i] = odds + Math.Log(AnyLevel);
                        continue;
                    }
                    double deviation = Math.Max(floor, statistics.HeardDeviation[i, c]);
                    _heard[c][i] = odds - Math.Log(deviation * Math.Sqrt(2 * Math.PI));
                    _inverse[c][i] = 0.5 / (deviation * deviation);
                    _mean[c][i] = statistics.HeardMean[i, c];
                }
            }
        }

        public double[] LogLikelihoods(float[] row)
        {
            double[] sums = [.. _silent];
            for (int c = 0; c < row.Length; c++)
            {
                if (float.IsNaN(row[c]))
                    continue;
                for (int i = 0; i < sums.Length; i++)
                {
                    double apart = row[c] - _mean[c][i];
                    sums[i] += _heard[c][i] - apart * apart * _inverse[c][i];
                }
            }
            return sums;
        }
    }
}
