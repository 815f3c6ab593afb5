using Itoloc.Fingerprints;
using Itoloc.Nn;

namespace Itoloc.Evaluation.Rivals;

/// <summary>
/// WiDeep: each reference point has a denoising auto-encoder of its own; the points whose network rebuilds a scan best
/// answer.
/// </summary>
/// <remarks>
/// <para>
/// Abbas et al., PerCom 2019: a stacked denoising auto-encoder with a probabilistic answer, noise put into the inputs,
/// dropout and early stopping; mean error 2.64 and 1.21 m. Given: the labelled scans, nothing else. Only its abstract
/// and others' accounts could be read: one network a point, levels from 0 (not heard) to 1, likelihood from a radial
/// kernel of the difference between scan and rebuilt scan, and the probability-weighted mean of the points.
/// </para>
/// <para>
/// Ours: at most 128 access points, on a site of several floors 40 of each; 64, 32, 64 sigmoid units; a fixed
/// number of steps from first weights that answer the point's mean instead of layer-wise training; a held-out sixth of each point's rows for the kernel's width, one
/// width for all points, widened by a tuned factor, as for Horus; a likelihood averaged over four noisy copies of the
/// scan, few for the sake of time. Points with fewer than five rows are joined with their neighbour.
/// </para>
/// </remarks>
sealed class WiDeep : IMethod
{
    const int MostColumns = 128, ColumnsOfAFloor = 40, MinimumRows = 5, Steps = 300, Batch = 16, Copies = 4, Candidates = 5, Outer = 64, Inner = 32;
    const float Rate = 3e-3f, LostShare = 0.2f, GainedShare = 0.02f, Noise = 0.03f;
    const double Dropped = 0.1;

    static readonly double[] Widths = [0.2, 0.4, 1.5];

    public string Name => "wideep";

    public string Description =>
        "a denoising auto-encoder for each reference point; the best rebuilt answers (WiDeep, 2019)";

    public string Tuning => "kernel width × 0.2 | 0.4 | 1.5, on every sixth row of each reference point, held out";

    public bool IsDeterministic => false;

    public TrainedMethod Train(IReadOnlyList<Scan> survey, MethodContext context)
    {
        bool isOneFloor = survey.Where(scan => scan.IsLabelled).Select(scan => (scan.Building, scan.Floor)).Distinct().Count() == 1;
        var fingerprints = FingerprintSurvey.Of(survey, isOneFloor ? MostColumns : ColumnsOfAFloor, MinimumRows);
        var model = new Model(fingerprints, context);
        double width = Widths.MinBy(factor => model.HeldOutError(fingerprints, factor));
        return new(
            new PointLocalizer(fingerprints, rows => model.Weigh(rows, width)), FormattableString.Invariant($"kernel width × {width}"));
    }

    /// <summary>The level of a reading on the scale of the networks, 0 to 1.</summary>
    internal static float[] Levels(float[] row) =>
        [.. row.Select(dbm => float.IsNaN(dbm) ? 0 : Math.Clamp((dbm + 105) / 85, 0, 1))];

    sealed class Model
    {
        readonly Learner _learner;
        readonly float[][][] _weights;
        readonly double _width;
        readonly List<int> _heldOut = [];
        readonly int _seed;

        public Model(FingerprintSurvey survey, MethodContext context)
        {
            _seed = context.Seed;
            var random = new Random(context.Seed);
            _learner = new(Network(survey.Columns, random), random, decay: 1e-5f);
            float[][] first = _learner.Save(), levels = [.. survey.Rows.Select(Levels)];
            _weights = new float[survey.Points.Count][][];
            double[] widths = new double[survey.Points.Count];
            for (int point = 0; point < _weights.Length; point++)
            {
                context.Cancellation.ThrowIfCancellationRequested();
                context.Progress?.Report((double)point / _weights.Length);
                int[] rows = [.. survey.Points[point].Rows];
                random.Shuffle(rows);
                int held = rows.Length / 6;
                float[][] clean = [.. rows[held..].Select(row => levels[row])];
                _learner.Load(first);
                _learner.Restart();
                StartAtTheMean(clean);
                Fit(clean, random);
                _heldOut.AddRange(rows[..held]);
                _weights[point] = _learner.Save();
                widths[point] = Width([.. (held > 0 ? rows[..held] : rows).Select(row => levels[row])], random);
            }
            _width = Quantile.Of([.. widths.Order()], 0.5);
        }

        /// <summary>Mean distance in metres between held-out rows' answers and their points; nothing held out:
        /// 0.</summary>
        public double HeldOutError(FingerprintSurvey survey, double factor)
        {
            int step = Math.Max(1, _heldOut.Count / 300);
            int[] rows = [.. _heldOut.Where((_, i) => i % step == 0)];
            return rows.Zip(Weigh([.. rows.Select(row => survey.Rows[row])], factor)).Select(pair =>
            {
                var truth = survey.Points[survey.PointOf[pair.First]];
                var answer = PlaceVote.Estimate(survey.Points, pair.Second);
                return Math.Sqrt(Math.Pow(answer.X!.Value - truth.X, 2) + Math.Pow(answer.Y!.Value - truth.Y, 2));
            }).DefaultIfEmpty().Average();
        }

        public IReadOnlyList<WeightedPoint[]> Weigh(IReadOnlyList<float[]> rows, double factor)
        {
            float[][] levels = [.. rows.Select(Levels)];
            var random = new Random(_seed);
            float[][] spoiled = [.. from row in levels from _ in Enumerable.Range(0, Copies) select Spoil(row, random)];
            double[][] logs = [.. rows.Select(_ => new double[_weights.Length])];
            for (int point = 0; point < _weights.Length; point++)
            {
                _learner.Load(_weights[point]);
                float[][] rebuilt = _learner.Ask(spoiled);
                double scale = 2 * Math.Pow(factor * _width, 2);
                for (int n = 0; n < levels.Length; n++)
                {
                    // The mean over the copies of exp(−distance²/scale), in logarithms.
                    double[] terms = [.. Enumerable.Range(0, Copies)
                        .Select(copy => -Squares(levels[n], rebuilt[n * Copies + copy]) / scale)];
                    double most = terms.Max();
                    logs[n][point] = most + Math.Log(terms.Average(term => Math.Exp(term - most)));
                }
            }
            return [.. logs.Select(log => PlaceVote.MostLikely(log, Candidates))];
        }

        void Fit(float[][] clean, Random random)
        {
            var batches = new Batches(clean.Length, random);
            for (int step = 0; step < Steps; step++)
            {
                float[][] targets = [.. batches.Next(Batch).Select(row => clean[row])];
                _learner.Step(
                    [.. targets.Select(row => Spoil(row, random))],
                    (output, gradient) => Learner.SquaredError(output, targets, gradient),
                    LearningRateSchedule.Cosine(Rate, (double)step / Steps, 0));
            }
        }

        // A network that has learned nothing yet answers the point's mean levels.
        void StartAtTheMean(float[][] clean)
        {
            float[] weight = _learner.Network.Parameters[^2].Values, bias = _learner.Network.Parameters[^1].Values;
            float[] mean = KMeans.Mean(clean);
            for (int i = 0; i < mean.Length; i++)
            {
                float level = Math.Clamp(mean[i], 0.01f, 0.99f);
                bias[i] = MathF.Log(level / (1 - level));
            }
            for (int i = 0; i < weight.Length; i++)
                weight[i] *= 0.1f;
            _learner.Network.Parameters[^2].Touch();
            _learner.Network.Parameters[^1].Touch();
        }

        double Width(float[][] clean, Random random)
        {
            float[][] rebuilt = _learner.Ask([.. clean.Select(row => Spoil(row, random))]);
            double[] errors = [.. clean.Zip(rebuilt, (row, output) => Math.Sqrt(Squares(row, output))).Order()];
            return Math.Max(Quantile.Of(errors, 0.5), 1e-3);
        }

        static double Squares(float[] a, float[] b) =>
            System.Numerics.Tensors.TensorPrimitives.Distance(a, b) is var d ? d * d : 0;

        static float[] Spoil(float[] row, Random random) => [.. row.Select(level => level > 0
            ? random.NextSingle() < LostShare ? 0 : Math.Clamp(level + Noise * Normal(random), 0, 1)
            : random.NextSingle() < GainedShare ? 0.2f * random.NextSingle() : 0)];

        static float Normal(Random random) =>
            (float)(Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble()));

        static Sequential Network(int columns, Random random)
        {
            Layer Dense(string name, int inputs, int outputs) => new Linear(name, Shape.Vector(inputs), outputs, random);
            Layer Curved(int values) => new Activation(Shape.Vector(values), Curve.Sigmoid);
            return new(
                Dense("encode1", columns, Outer), Curved(Outer), new Dropout(Shape.Vector(Outer), Dropped, random),
                Dense("encode2", Outer, Inner), Curved(Inner), Dense("decode2", Inner, Outer), Curved(Outer),
                Dense("decode1", Outer, columns), Curved(columns));
        }
    }
}
