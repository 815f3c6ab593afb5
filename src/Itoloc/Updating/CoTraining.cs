using Itoloc.Networks;
using Itoloc.Nn;

namespace Itoloc.Updating;

/// <summary>
/// The paper's update of one floor: two predictors that agree, confidently and stably, teach the third; the extractor
/// stays as it is. iToLoc, Section IV; Chen et al. 2018 (Tri-net) where the paper is silent.
/// </summary>
/// <remarks>
/// Where the floor has regions, predictors agree when they name the same region, and the label is what they believe
/// within it: test points lie off the survey's grid, and there the paper's rule on reference points spreads errors.
/// </remarks>
sealed class CoTraining : IDisposable
{
    readonly PredictorTrainer _trainer;
    readonly CoTrainingRecipe _recipe;
    readonly IReadOnlyList<float[]> _survey, _unlabelled;
    readonly int[] _labels;
    readonly int[] _groupOf;
    readonly int _groups, _classes;
    readonly Random _random;

    /// <summary>Prepares the update.</summary>
    /// <param name="model">The floor's model; its network's predictors are changed.</param>
    /// <param name="survey">Labelled rows, each [access points of the image], dBm, NaN where not heard.</param>
    /// <param name="labels">Each row's location.</param>
    /// <param name="unlabelled">Scans taken for this floor's, likewise.</param>
    /// <param name="recipe">The choices.</param>
    /// <param name="seed">Seed of pools, smearing, batches and dropout.</param>
    /// <param name="threads">Threads.</param>
    public CoTraining(
        FloorModel model, IReadOnlyList<float[]> survey, int[] labels, IReadOnlyList<float[]> unlabelled,
        CoTrainingRecipe recipe, int seed, int threads)
    {
        (_survey, _labels, _unlabelled, _recipe) = (survey, labels, unlabelled, recipe);
        _classes = model.Classes.Count;
        _trainer = new PredictorTrainer(model, recipe, seed, threads);
        _random = new Random(seed);
        bool hasRegions = model.Classes.All(place => place.Region is not null);
        string[] regions = [.. model.Classes.Select(place => place.Region ?? "").Distinct().Order(StringComparer.Ordinal)];
        _groups = hasRegions ? regions.Length : _classes;
        _groupOf = [.. model.Classes.Select((place, c) => hasRegions ? Array.IndexOf(regions, place.Region!) : c)];
    }

    /// <summary>Share of the last round's pool that taught each predictor, mean over the three.</summary>
    public double AcceptedShare { get; private set; }

    /// <summary>Runs all rounds.</summary>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public void Run(IProgress<double>? progress, CancellationToken cancellation)
    {
        double confidence = _recipe.Confidence;
        bool isSmeared = true;
        int sinceSmearing = 0;
        for (int round = 1; round <= _recipe.Rounds; round++)
        {
            cancellation.ThrowIfCancellationRequested();
            long pool = Math.Min(_recipe.FirstPool * (1L << Math.Min(round, 30)), _unlabelled.Count);
            if (pool == _unlabelled.Count && sinceSmearing == _recipe.RoundsBetweenSmearing)
            {
                Diversify();
                (isSmeared, sinceSmearing) = (true, 0);
                confidence -= _recipe.ConfidenceDecay;
            }
            else
            {
                Teach((int)pool, isSmeared ? confidence - _recipe.SmearedAllowance : confidence);
                isSmeared = false;
                sinceSmearing += pool == _unlabelled.Count ? 1 : 0;
            }
            progress?.Report((double)round / _recipe.Rounds);
        }
    }

    public void Dispose() => _trainer.Dispose();

    // Each predictor learns from what the two others agree on in a pool of its own.
    void Teach(int pool, double confidence)
    {
        int taught = 0;
        for (int v = 0; v < ItolocNetwork.Predictors; v++)
        {
            int[] others = [.. Enumerable.Range(0, ItolocNetwork.Predictors).Where(k => k != v)];
            int[] candidates = [.. Enumerable.Range(0, _unlabelled.Count)];
            _random.Shuffle(candidates);
            (List<float[]> rows, List<float[]> targets) = Select(candidates.AsSpan(0, pool), others, confidence);
            taught += rows.Count;
            _trainer.Train(v, _survey, i => OneHot(_labels[i]), rows, targets, _random);
        }
        AcceptedShare = pool == 0 ? 0 : (double)taught / pool / ItolocNetwork.Predictors;
    }

    // Every predictor on labels smeared for it alone (Eq. 12, 13).
    void Diversify()
    {
        double deviation = OutputSmearing.DeviationFor(_classes);
        for (int v = 0; v < ItolocNetwork.Predictors; v++)
        {
            _trainer.Train(v, _survey, i =>
            {
                float[] smeared = new float[_classes];
                OutputSmearing.Smear(_labels[i], deviation, _random, smeared);
                return smeared;
            }, [], [], _random);
        }
    }

    (List<float[]> Rows, List<float[]> Targets) Select(ReadOnlySpan<int> pool, int[] others, double confidence)
    {
        List<float[]> rows = [], targets = [];
        List<int> labels = [];
        foreach (int[] batch in pool.ToArray().Chunk(_recipe.BatchSize))
        {
            float[][] fingerprints = [.. batch.Select(i => _unlabelled[i])];
            float[][] first = _trainer.Predict(others[0], fingerprints), second = _trainer.Predict(others[1], fingerprints);
            for (int n = 0; n < batch.Length; n++)
            {
                (int a, double sureA) = Best(first[n]);
                (int b, double sureB) = Best(second[n]);
                if (a != b || (sureA + sureB) / 2 <= confidence)
                    continue;
                rows.Add(fingerprints[n]);
                labels.Add(a);
                targets.Add(Target(first[n], second[n], a));
            }
        }
        bool[] stable = Stable(rows, labels, others);
        return ([.. rows.Where((_, i) => stable[i])], [.. targets.Where((_, i) => stable[i])]);
    }

    // k of K passes with dropout contradict the label; more than a third is unstable.
    bool[] Stable(List<float[]> rows, List<int> labels, int[] others)
    {
        int[] contradictions = new int[rows.Count];
        for (int pass = 0; pass < _recipe.StabilityPasses; pass++)
        {
            int next = 0;
            foreach (float[][] batch in rows.Chunk(_recipe.BatchSize))
            {
                float[][] first = _trainer.Sample(others[0], batch), second = _trainer.Sample(others[1], batch);
                for (int n = 0; n < batch.Length; n++, next++)
                {
                    float[] both = [.. first[n].Zip(second[n], (p, q) => p + q)];
                    contradictions[next] += Best(both).Group == labels[next] ? 0 : 1;
                }
            }
        }
        return [.. contradictions.Select(k => k <= _recipe.StabilityPasses / 3)];
    }

    (int Group, double Confidence) Best(float[] probabilities)
    {
        double[] mass = new double[_groups];
        for (int c = 0; c < probabilities.Length; c++)
            mass[_groupOf[c]] += probabilities[c];
        int best = System.Numerics.Tensors.TensorPrimitives.IndexOfMax<double>(mass);
        return (best, mass[best]);
    }

    float[] Target(float[] first, float[] second, int group)
    {
        float[] target = [.. first.Select((p, c) => _groupOf[c] == group ? p + second[c] : 0)];
        float sum = target.Sum();
        return [.. target.Select(share => share / sum)];
    }

    float[] OneHot(int label)
    {
        float[] target = new float[_classes];
        target[label] = 1;
        return target;
    }
}
