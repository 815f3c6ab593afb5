using Itoloc.Evaluation.Baselines;
using Itoloc.Fingerprints;
using Itoloc.Nn;

namespace Itoloc.Evaluation.Rivals;

/// <summary>
/// STONE: a convolutional encoder is taught to put scans of one place together though access points fail at random;
/// the nearest encoded survey scan answers.
/// </summary>
/// <remarks>
/// <para>
/// Tiku and Pasricha, DATE 2022, after its public code: levels (dBm + 100)/100 as a square image, noise of 0.1, two
/// convolutions of 64 and 128 channels, layers of 200 and 36 units, triplet loss with a margin of 0.2, a share of the
/// visible access points drawn from 0 to 0.9 turned off in the positive and the negative, negatives drawn near the
/// anchor, and 1-NN on the codes. Given: the labelled scans, nothing else.
/// </para>
/// <para>
/// Ours: windows of 3 × 3 (the engine has odd ones only), the first convolution followed by a pooling, 32 and 64
/// channels, batch normalisation after both, and about seventy thousand triplets, so that it trains on a processor; the
/// five nearest codes answer instead of one, weighted by nearness. Nothing is tuned.
/// </para>
/// </remarks>
sealed class Stone : IMethod
{
    const int Channels = 32, Dense = 200, Code = 36, Triplets = 48, Steps = 1500, Neighbours = 5, MostCodes = 20000;
    const float Rate = 1e-3f, Margin = 0.2f, Noise = 0.1f, MostOff = 0.9f;
    const double NegativeVariance = 30; // m²: the √30 cells of STONE's draw, on a grid of one metre

    public string Name => "stone";

    public string Description =>
        "a Siamese encoder taught with access points turned off, and k-NN on its codes (STONE, 2022)";

    public string Tuning => "nothing";

    public bool IsDeterministic => false;

    public TrainedMethod Train(IReadOnlyList<Scan> survey, MethodContext context)
    {
        var fingerprints = FingerprintSurvey.Of(survey);
        var random = new Random(context.Seed);
        int side = Math.Max(4, (int)Math.Ceiling(Math.Sqrt(fingerprints.Columns)));
        float[][] images = [.. fingerprints.Rows.Select(row => Image(row, side))];
        var learner = new Learner(Network(side, random), random);
        var draw = new TripletDraw(fingerprints, random);
        for (int step = 0; step < Steps; step++)
        {
            context.Cancellation.ThrowIfCancellationRequested();
            context.Progress?.Report((double)step / Steps);
            var rows = Enumerable.Range(0, Triplets).Select(_ => draw.Next()).ToArray();
            float[][] batch =
            [
                .. rows.Select(t => Disturb(images[t.Anchor], 0, random)),
                .. rows.Select(t => Disturb(images[t.Positive], MostOff, random)),
                .. rows.Select(t => Disturb(images[t.Negative], MostOff, random)),
            ];
            learner.Step(batch, TripletLoss, LearningRateSchedule.Cosine(Rate, (double)step / Steps, 0.05));
        }
        int every = 1 + images.Length / MostCodes;
        int[] kept = [.. Enumerable.Range(0, images.Length).Where(row => row % every == 0)];
        float[][] codes = learner.Ask([.. kept.Select(row => images[row])]);
        return new(new PointLocalizer(fingerprints, rows =>
            [.. learner.Ask([.. rows.Select(row => Image(row, side))]).Select(code => Near(code, codes, kept, fingerprints.PointOf))]));
    }

    static WeightedPoint[] Near(float[] code, float[][] codes, int[] kept, int[] pointOf)
    {
        double[] nearness = new double[codes.Length];
        for (int i = 0; i < codes.Length; i++)
            nearness[i] = 1 / (0.01 + System.Numerics.Tensors.TensorPrimitives.Distance(code, codes[i]));
        return [.. PlaceVote.Largest(nearness, Neighbours).Select(near => near with { Point = pointOf[kept[near.Point]] })];
    }

    static float[] Image(float[] row, int side)
    {
        float[] image = new float[side * side];
        for (int i = 0; i < row.Length; i++)
            image[i] = float.IsNaN(row[i]) ? 0 : Math.Clamp((row[i] + 100) / 100, 0, 1);
        return image;
    }

    static float[] Disturb(float[] image, float mostOff, Random random)
    {
        float off = mostOff * random.NextSingle();
        return [.. image.Select(level => (level > 0 && random.NextSingle() < off ? 0 : level) + Noise * Normal(random))];
    }

    static float Normal(Random random) =>
        (float)(Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble()));

    // Mean over triplets of max(0, |a − p|² − |a − n|² + margin); the batch is all anchors, all positives, all
    // negatives.
    static void TripletLoss(Tensor output, Tensor gradient)
    {
        int triplets = output.Batch / 3;
        for (int t = 0; t < triplets; t++)
        {
            ReadOnlySpan<float> a = output.Sample(t), p = output.Sample(triplets + t), n = output.Sample(2 * triplets + t);
            float near = System.Numerics.Tensors.TensorPrimitives.Distance(a, p);
            float far = System.Numerics.Tensors.TensorPrimitives.Distance(a, n);
            float factor = near * near - far * far + Margin > 0 ? 2f / triplets : 0;
            Span<float> ga = gradient.Sample(t), gp = gradient.Sample(triplets + t), gn = gradient.Sample(2 * triplets + t);
            for (int i = 0; i < a.Length; i++)
            {
                ga[i] = factor * (n[i] - p[i]);
                gp[i] = factor * (p[i] - a[i]);
                gn[i] = factor * (a[i] - n[i]);
            }
        }
    }

    static Sequential Network(int side, Random random)
    {
        var first = new Conv2d("conv1", new Shape(side, side, 1), Channels, 3, random, needsInputGradient: false);
        var pool = new MaxPool2d(first.Output);
        var second = new Conv2d("conv2", pool.Output, 2 * Channels, 3, random);
        var dense = new Linear("dense", second.Output, Dense, random);
        return new(
            first, new BatchNorm2d("norm1", first.Output, 0), pool, new Dropout(pool.Output, 0.1, random),
            second, new BatchNorm2d("norm2", second.Output, 0), dense,
            new Activation(dense.Output, Curve.LeakyRectifier), new Dropout(dense.Output, 0.2, random),
            new Linear("code", dense.Output, Code, random));
    }

    /// <summary>Draws an anchor, another scan of its point, and a scan of a point not far from it.</summary>
    sealed class TripletDraw(FingerprintSurvey survey, Random random)
    {
        readonly (int[] Points, double[] Shares)[] _others = [.. survey.Points.Select((from, i) => Others(survey.Points, from, i))];

        public (int Anchor, int Positive, int Negative) Next()
        {
            int point = random.Next(survey.Points.Count);
            int other = _others[point].Points.Length == 0 ? point : Chosen(_others[point]);
            return (RowOf(point), RowOf(point), RowOf(other));
        }

        int Chosen((int[] Points, double[] Shares) others)
        {
            int at = Array.BinarySearch(others.Shares, random.NextDouble() * others.Shares[^1]);
            return others.Points[Math.Min(at < 0 ? ~at : at, others.Points.Length - 1)];
        }

        int RowOf(int point) => survey.Points[point].Rows[random.Next(survey.Points[point].Rows.Length)];

        // The other points of the floor and the sums, up to each, of how probable they are: by a normal distribution of the
        // distance, whose peak is moved to the nearest one where all are far.
        static (int[], double[]) Others(IReadOnlyList<ReferencePoint> points, ReferencePoint from, int self)
        {
            int[] floor = [.. Enumerable.Range(0, points.Count).Where(i => i != self && double.IsFinite(from.DistanceTo(points[i])))];
            if (floor.Length == 0)
                return ([.. Enumerable.Range(0, points.Count).Where(i => i != self)], [.. Enumerable.Range(1, points.Count - 1).Select(i => (double)i)]);
            double[] squares = [.. floor.Select(i => Math.Pow(from.DistanceTo(points[i]), 2))];
            double least = squares.Min(), sum = 0;
            return (floor, [.. squares.Select(square => sum += Math.Exp((least - square) / (2 * NegativeVariance)))]);
        }
    }
}
