using Itoloc.Fingerprints;
using Itoloc.Nn;

namespace Itoloc.Evaluation.Rivals;

/// <summary>
/// Mean teacher: a network learns to agree, on scans with and without labels, with the running mean of itself.
/// </summary>
/// <remarks>
/// <para>
/// Tarvainen and Valpola 2017; for fingerprints after arXiv 2407.13303 (its abstract): access points chosen, noise put
/// into the inputs, and the teacher's answers to unlabelled scans as soft labels. The strongest simple way to use
/// unlabelled scans. Given: the labelled scans, then unlabelled ones.
/// </para>
/// <para>
/// Ours: exponential levels as kNN* has them; layers of 256 and 128 with dropout 0.3; noise is a share of the heard
/// access points, up to one half, taken away, and 5 % on the levels; squared differences of the probabilities count 5,
/// rising over the first fifth; the teacher keeps 99 % of itself. 60 epochs or 2,500 steps, whichever is less, but at
/// least 20 epochs, up to 12,000 steps. An update goes on from the teacher for 400 steps, half of each batch unlabelled.
/// The five most likely points answer, weighted. Nothing is tuned.
/// </para>
/// </remarks>
sealed class MeanTeacher : IMethod
{
    const int Wide = 256, Narrow = 128, Batch = 32, UsualSteps = 2500, MostSteps = 12000, LeastEpochs = 20, UpdateSteps = 400, Candidates = 5;
    const float Rate = 1e-3f, UpdateRate = 3e-4f, Kept = 0.99f, MostOff = 0.5f, Noise = 0.05f, Consistency = 5;

    public string Name => "mean-teacher";

    public string Description =>
        "a network that agrees with its own running mean, on unlabelled scans too (mean teacher, 2017)";

    public string Tuning => "nothing";

    public bool IsDeterministic => false;

    public TrainedMethod Train(IReadOnlyList<Scan> survey, MethodContext context)
    {
        var fingerprints = FingerprintSurvey.Of(survey);
        var school = new School(fingerprints, context.Seed, null);
        school.Learn(Batches.Steps(fingerprints.Rows.Count, Batch, UsualSteps, LeastEpochs, MostSteps), Rate, [], context);
        return Trained(fingerprints, school, null);
    }

    static TrainedMethod Trained(FingerprintSurvey survey, School school, string? note) =>
        new(new PointLocalizer(survey, school.Weigh))
        {
            Note = note,
            Update = (scans, context) =>
            {
                var next = new School(survey, context.Seed, school);
                float[][] unlabelled = [.. scans.Select(survey.Read)];
                next.Learn(UpdateSteps, UpdateRate, unlabelled, context);
                return Trained(survey, next, $"{scans.Count} unlabelled scans learned from");
            },
        };

    sealed class School
    {
        readonly FingerprintSurvey _survey;
        readonly Random _random;
        readonly Learner _student, _teacher;
        readonly float[][] _levels;

        public School(FingerprintSurvey survey, int seed, School? before)
        {
            (_survey, _random) = (survey, new Random(seed));
            _student = new(Network(survey, _random), _random, decay: 1e-4f);
            _teacher = new(Network(survey, _random), _random);
            _levels = before?._levels ?? [.. survey.Rows.Select(Levels)];
            float[][] start = (before?._teacher ?? _student).Save();
            _student.Load(start);
            _teacher.Load(start);
        }

        public void Learn(int steps, float rate, float[][] unlabelled, MethodContext context)
        {
            float[][] bare = [.. unlabelled.Select(Levels)];
            var labelled = new Batches(_levels.Length, _random);
            var queries = bare.Length == 0 ? null : new Batches(bare.Length, _random);
            for (int step = 0; step < steps; step++)
            {
                context.Cancellation.ThrowIfCancellationRequested();
                context.Progress?.Report((double)step / steps);
                int[] rows = labelled.Next(Batch);
                float[][] clean = [.. rows.Select(row => _levels[row]), .. queries?.Next(Batch).Select(i => bare[i]) ?? []];
                float[][] soft = _teacher.Ask([.. clean.Select(Disturb)]);
                foreach (float[] logits in soft)
                    System.Numerics.Tensors.TensorPrimitives.SoftMax(logits, logits);
                double progress = (double)step / steps;
                float weight = Consistency * (float)Math.Min(1, 5 * progress);
                _student.Step(
                    [.. clean.Select(Disturb)], (output, gradient) => Loss(output, rows, soft, weight, gradient),
                    LearningRateSchedule.Cosine(rate, progress, 0.05));
                Follow(Math.Min(Kept, (float)step / (step + 1)));
            }
        }

        public IReadOnlyList<WeightedPoint[]> Weigh(IReadOnlyList<float[]> rows) =>
            [.. _teacher.Ask([.. rows.Select(Levels)])
                .Select(logits => PlaceVote.MostLikely([.. logits.Select(v => (double)v)], Candidates))];

        // Cross-entropy on the labelled rows, which come first, and the squared difference to the teacher on all.
        void Loss(Tensor output, int[] rows, float[][] soft, float weight, Tensor gradient)
        {
            int classes = output.Shape.Length;
            float[] p = new float[output.Batch * classes];
            Softmax.Probabilities(output, p);
            for (int n = 0; n < output.Batch; n++)
            {
                Span<float> g = gradient.Sample(n);
                ReadOnlySpan<float> own = p.AsSpan(n * classes, classes);
                float[] apart = new float[classes];
                System.Numerics.Tensors.TensorPrimitives.Subtract(own, soft[n], apart);
                float mean = System.Numerics.Tensors.TensorPrimitives.Dot<float>(own, apart);
                for (int c = 0; c < classes; c++)
                    g[c] = 2 * weight * own[c] * (apart[c] - mean) / output.Batch;
                if (n >= rows.Length)
                    continue;
                int truth = _survey.PointOf[rows[n]];
                for (int c = 0; c < classes; c++)
                    g[c] += (own[c] - (c == truth ? 1 : 0)) / rows.Length;
            }
        }

        void Follow(float kept)
        {
            foreach (var (mine, other) in _teacher.Network.Parameters.Zip(_student.Network.Parameters))
            {
                for (int i = 0; i < mine.Values.Length; i++)
                    mine.Values[i] = kept * mine.Values[i] + (1 - kept) * other.Values[i];
                mine.Touch();
            }
        }

        float[] Disturb(float[] levels)
        {
            float off = MostOff * _random.NextSingle();
            return [.. levels.Select(level => level > 0 && _random.NextSingle() >= off
                ? level * (1 + Noise * (2 * _random.NextSingle() - 1)) : 0)];
        }

        static float[] Levels(float[] row) =>
            [.. row.Select(dbm => float.IsNaN(dbm) ? 0 : Math.Max(MathF.Exp((dbm + 106) / 24) - 1, 0) / 6)];

        static Sequential Network(FingerprintSurvey survey, Random random)
        {
            Layer Rectified(int values) => new Activation(Shape.Vector(values), Curve.LeakyRectifier);
            Layer Dropped(int values) => new Dropout(Shape.Vector(values), 0.3, random);
            return new(
                new Linear("wide", Shape.Vector(survey.Columns), Wide, random), Rectified(Wide), Dropped(Wide),
                new Linear("narrow", Shape.Vector(Wide), Narrow, random), Rectified(Narrow), Dropped(Narrow),
                new Linear("answer", Shape.Vector(Narrow), survey.Points.Count, random));
        }
    }
}
