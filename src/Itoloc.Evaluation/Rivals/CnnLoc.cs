using Itoloc.Evaluation.Baselines;
using Itoloc.Fingerprints;
using Itoloc.Nn;

namespace Itoloc.Evaluation.Rivals;

/// <summary>
/// CNNLoc: a stacked auto-encoder makes a code of 64 values, convolutions along the code name the floor and the
/// position.
/// </summary>
/// <remarks>
/// <para>
/// Song et al. 2019, after its public code: levels ((dBm + 95)/95)^2.8, an auto-encoder N–128–64–128–N of exponential
/// units, then for the floor and for the position each an encoder that goes on learning, dropout, and three
/// convolutions
/// of 99, 66, 33 channels over 22 values; 11.78 m on UJIIndoorLoc, less good than k-NN there. Given: the labelled
/// scans.
/// </para>
/// <para>
/// Ours: cross-entropy for the floor and a linear output for the position, where the code has squared errors and
/// exponential units; Adam with a falling rate, 60 epochs or 1,000 steps, whichever is less, but at least 12 epochs,
/// up to 4,000 steps; dropout 0.7 as in the code or 0.2, whichever errs less on a part of the survey held out: a device,
/// else a month, else a fifth of the points. Building and floor are one class, so the building network falls away.
/// </para>
/// </remarks>
sealed class CnnLoc : IMethod
{
    const int Code = 64, Hidden = 128, Window = 22, Batch = 66;
    const int LeastEpochs = 12, TrialEpochs = 5, UsualSteps = 1000, MostSteps = 4000, TrialSteps = 250;
    const float Rate = 1e-3f;

    readonly record struct Choice(double Power, double Dropout)
    {
        public override string ToString() => FormattableString.Invariant($"power {Power}, dropout {Dropout}");
    }

    static readonly Choice[] Choices = [new(2.8, 0.7), new(2.8, 0.2), new(1, 0.2)];

    public string Name => "cnnloc";

    public string Description => "a stacked auto-encoder and convolutions along its code (CNNLoc, 2019)";

    public string Tuning =>
        "power and dropout 2.8, 0.7 | 2.8, 0.2 | 1, 0.2 by short trials; a device (else a month, else a fifth of the points) of the survey held out";

    public bool IsDeterministic => false;

    public TrainedMethod Train(IReadOnlyList<Scan> survey, MethodContext context)
    {
        var fingerprints = FingerprintSurvey.Of(survey);
        var random = new Random(context.Seed);
        var plan = new Plan(fingerprints.Points);
        int[] all = [.. Enumerable.Range(0, fingerprints.Rows.Count)];
        var parts = SurveyParts.Of(fingerprints.Scans).Parts;
        int[] held = parts.Count > 1 ? parts[0] : [], learned = [.. all.Except(held)];
        float[][] targets = [.. fingerprints.PointOf.Select(point => plan.Scaled(fingerprints.Points[point]))];
        void PositionLoss(Tensor output, int[] rows, Tensor gradient) =>
            Learner.SquaredError(output, [.. rows.Select(row => targets[row])], gradient);

        int steps = Steps(all.Length);
        int trialSteps = Math.Max(Math.Min(TrialSteps, steps / 4), Math.Min(TrialEpochs * (all.Length / Batch + 1), steps / 2));
        (Choice Choice, float[][] Levels, float[][] Code, double Error) best = (default, [], [], double.PositiveInfinity);
        foreach (var choice in Choices)
        {
            float[][] tried = [.. fingerprints.Rows.Select(row => LevelsOf(row, choice.Power))];
            float[][] weights = TrainCode([.. learned.Select(row => tried[row])], random, context);
            var trial = Head(tried, learned, weights, 2, choice.Dropout, trialSteps, random, context, PositionLoss);
            double error = held.Zip(trial.Ask([.. held.Select(row => tried[row])]))
                .Select(pair => plan.Metres(targets[pair.First], pair.Second)).DefaultIfEmpty().Average();
            if (error < best.Error)
                best = (choice, tried, weights, error);
        }
        var (chosen, levels, code, _) = best;
        var position = Head(levels, all, code, 2, chosen.Dropout, steps, random, context, PositionLoss);
        var floor = plan.Floors.Count < 2 ? null : Head(
            levels, all, code, plan.Floors.Count, chosen.Dropout, steps, random, context, (output, rows, gradient) =>
            {
                float[] probabilities = new float[rows.Length * plan.Floors.Count], truth = new float[probabilities.Length];
                Softmax.Probabilities(output, probabilities);
                for (int n = 0; n < rows.Length; n++)
                    truth[n * plan.Floors.Count + plan.FloorOf(fingerprints.Points[fingerprints.PointOf[rows[n]]])] = 1;
                Softmax.CrossEntropy(probabilities, truth, [], gradient);
            });
        return new(new NetworkLocalizer(fingerprints, plan, chosen.Power, position, floor), chosen.ToString());
    }

    static int Steps(int rows) => Batches.Steps(rows, Batch, UsualSteps, LeastEpochs, MostSteps);

    static float[] LevelsOf(float[] row, double power) =>
        [.. row.Select(dbm => float.IsNaN(dbm) || dbm < -95 ? 0 : (float)Math.Pow((95 + dbm) / 95, power))];

    // The weights of the encoder, the first layers of every head.
    static float[][] TrainCode(float[][] levels, Random random, MethodContext context)
    {
        int columns = levels[0].Length;
        var learner = new Learner(
            new Sequential([.. Encoder(columns, random), .. Dense("decode1", Code, Hidden, random), .. Dense("decode2", Hidden, columns, random)]),
            random);
        var batches = new Batches(levels.Length, random);
        int steps = Steps(levels.Length);
        for (int step = 0; step < steps; step++)
        {
            context.Cancellation.ThrowIfCancellationRequested();
            float[][] batch = [.. batches.Next(Batch).Select(row => levels[row])];
            learner.Step(
                batch, (output, gradient) => Learner.SquaredError(output, batch, gradient),
                LearningRateSchedule.Cosine(Rate, (double)step / steps, 0));
        }
        return learner.Save()[..4];
    }

    static Learner Head(
        float[][] levels, int[] learned, float[][] code, int outputs, double dropout, int steps, Random random,
        MethodContext context, Action<Tensor, int[], Tensor> loss)
    {
        Layer[] convolutions = [.. Convolutions(random)];
        var learner = new Learner(
            new Sequential(
            [
                .. Encoder(levels[0].Length, random), new Reshape(Shape.Vector(Code), new Shape(1, Code, 1)),
                new Dropout(new Shape(1, Code, 1), dropout, random),
                .. convolutions, new Linear("answer", convolutions[^1].Output, outputs, random),
            ]),
            random);
        learner.Load(code);
        var batches = new Batches(learned.Length, random);
        for (int step = 0; step < steps; step++)
        {
            context.Cancellation.ThrowIfCancellationRequested();
            context.Progress?.Report((double)step / steps);
            int[] rows = [.. batches.Next(Batch).Select(i => learned[i])];
            learner.Step(
                [.. rows.Select(row => levels[row])], (output, gradient) => loss(output, rows, gradient),
                LearningRateSchedule.Cosine(Rate, (double)step / steps, 0));
        }
        return learner;
    }

    static IEnumerable<Layer> Encoder(int columns, Random random) =>
        [.. Dense("encode1", columns, Hidden, random), .. Dense("encode2", Hidden, Code, random)];

    static IEnumerable<Layer> Dense(string name, int inputs, int outputs, Random random) =>
        [new Linear(name, Shape.Vector(inputs), outputs, random), new Activation(Shape.Vector(outputs), Curve.Exponential)];

    // 64 values become 43, 22 and 1.
    static IEnumerable<Layer> Convolutions(Random random)
    {
        var shape = new Shape(1, Code, 1);
        foreach (int channels in (int[])[99, 66, 33])
        {
            var convolution = new Conv1d($"conv{channels}", shape, channels, Math.Min(Window, shape.Width), random);
            shape = convolution.Output;
            yield return convolution;
            yield return new Activation(shape, Curve.Exponential);
        }
    }

    /// <summary>Where the survey's points lie: positions scaled to 0 … 1, and floors numbered.</summary>
    sealed class Plan(IReadOnlyList<ReferencePoint> points)
    {
        readonly double _left = points.Min(p => p.X), _bottom = points.Min(p => p.Y);
        readonly double _width = Math.Max(1, points.Max(p => p.X) - points.Min(p => p.X));
        readonly double _height = Math.Max(1, points.Max(p => p.Y) - points.Min(p => p.Y));

        public List<(string? Building, string? Floor)> Floors { get; } = [.. points.Select(p =>
            (p.Building, p.Floor)).Distinct()];

        public int FloorOf(ReferencePoint point) => Floors.IndexOf((point.Building, point.Floor));

        public float[] Scaled(ReferencePoint point) =>
            [(float)((point.X - _left) / _width), (float)((point.Y - _bottom) / _height)];

        public (double X, double Y) Place(float[] scaled) =>
            (_left + scaled[0] * _width, _bottom + scaled[1] * _height);

        public double Metres(float[] a, float[] b) =>
            Math.Sqrt(Math.Pow((a[0] - b[0]) * _width, 2) + Math.Pow((a[1] - b[1]) * _height, 2));
    }

    sealed class NetworkLocalizer(FingerprintSurvey survey, Plan plan, double power, Learner position, Learner? floor) : ILocalizer
    {
        public IReadOnlyList<LocationEstimate> Locate(IReadOnlyList<Scan> scans)
        {
            float[][] rows = [.. scans.Select(survey.Read)];
            float[][] levels = [.. rows.Select(row => LevelsOf(row, power))];
            float[][] positions = position.Ask(levels);
            float[][]? floors = floor?.Ask(levels);
            return [.. rows.Select((row, n) => row.All(float.IsNaN)
                ? LocationEstimate.Unknown
                : Answer(plan.Place(positions[n]), floors is null ? 0 : floors[n].AsSpan().IndexOf(floors[n].Max())))];
        }

        LocationEstimate Answer((double X, double Y) place, int floorNumber)
        {
            var (building, name) = plan.Floors[floorNumber];
            var nearest = survey.Points.Where(p => (p.Building, p.Floor) == (building, name))
                .MinBy(p => Math.Pow(p.X - place.X, 2) + Math.Pow(p.Y - place.Y, 2))!;
            return new()
            {
                Known = true,
                Building = building,
                Floor = name,
                Region = nearest.Region,
                X = place.X,
                Y = place.Y,
            };
        }
    }
}
