using Itoloc.Networks;
using Itoloc.Nn;

namespace Itoloc.Updating;

/// <summary>Trains and asks single predictors of a network whose extractor stays fixed.</summary>
sealed class PredictorTrainer : IDisposable
{
    const double MaximumGradientNorm = 5;

    readonly FloorModel _model;
    readonly CoTrainingRecipe _recipe;
    readonly ThreadTeam _team;
    readonly Pass _evaluation, _training, _sampling;
    readonly Tensor _images, _gradient;
    readonly float[] _targets, _probabilities;
    readonly ulong _seed;
    ulong _passes;

    public PredictorTrainer(FloorModel model, CoTrainingRecipe recipe, int seed, int threads)
    {
        (_model, _recipe, _seed) = (model, recipe, (ulong)(uint)seed << 32);
        _team = new ThreadTeam(threads);
        (_evaluation, _training, _sampling) =
            (new(Mode.Evaluation, _team), new(Mode.Training, _team), new(Mode.Sampling, _team));
        NetworkOptions options = model.Network.Options;
        _images = new Tensor(recipe.BatchSize, new Shape(options.Side, options.Side, options.ImageChannels), halo: 1);
        _gradient = new Tensor(recipe.BatchSize, Shape.Vector(options.Locations));
        _targets = new float[recipe.BatchSize * options.Locations];
        _probabilities = new float[recipe.BatchSize * options.Locations];
    }

    /// <summary>One predictor's probabilities for at most a batch of fingerprints.</summary>
    public float[][] Predict(int predictor, IReadOnlyList<float[]> fingerprints) => Ask(predictor, fingerprints, _evaluation);

    /// <summary>The same with dropout, which makes every pass a little different (Section IV-A).</summary>
    public float[][] Sample(int predictor, IReadOnlyList<float[]> fingerprints) => Ask(predictor, fingerprints, _sampling);

    /// <summary>Trains one predictor; half of every batch is labelled, half pseudo-labelled where there is any.</summary>
    /// <param name="predictor">0 to 2.</param>
    /// <param name="survey">Labelled rows.</param>
    /// <param name="targetOf">Target of a labelled row, [locations].</param>
    /// <param name="added">Pseudo-labelled rows.</param>
    /// <param name="addedTargets">Their targets.</param>
    /// <param name="random">Draws the batches.</param>
    public void Train(
        int predictor, IReadOnlyList<float[]> survey, Func<int, float[]> targetOf,
        IReadOnlyList<float[]> added, IReadOnlyList<float[]> addedTargets, Random random)
    {
        Sgd optimiser = new(_model.Network.ParametersOf(predictor));
        int size = _recipe.BatchSize, locations = _model.Classes.Count;
        for (int step = 0; step < _recipe.StepsPerRound; step++)
        {
            _images.Resize(size);
            _gradient.Resize(size);
            for (int n = 0; n < size; n++)
            {
                bool isAdded = added.Count > 0 && n % 2 == 1;
                int row = random.Next(isAdded ? added.Count : survey.Count);
                _model.Image.Draw(isAdded ? added[row] : survey[row], _images, n);
                (isAdded ? addedTargets[row] : targetOf(row)).CopyTo(_targets, n * locations);
            }
            Tensor features = _model.Network.Extract(_images, _evaluation);
            _training.Seed = ++_passes ^ _seed;
            Softmax.Probabilities(_model.Network.PredictLocation(predictor, features, _training), _probabilities);
            Softmax.CrossEntropy(_probabilities, _targets, [], _gradient);
            _model.Network.BackwardPredictor(predictor, _gradient, _training);
            optimiser.ClipGradients(MaximumGradientNorm);
            optimiser.Step(_recipe.LearningRate, _team);
        }
    }

    public void Dispose() => _team.Dispose();

    float[][] Ask(int predictor, IReadOnlyList<float[]> fingerprints, Pass pass)
    {
        int count = fingerprints.Count, locations = _model.Classes.Count;
        _images.Resize(count);
        for (int n = 0; n < count; n++)
            _model.Image.Draw(fingerprints[n], _images, n);
        pass.Seed = ++_passes ^ _seed;
        Span<float> p = _probabilities.AsSpan(0, count * locations);
        Softmax.Probabilities(_model.Network.PredictLocation(predictor, _model.Network.Extract(_images, _evaluation), pass), p);
        float[][] result = new float[count][];
        for (int n = 0; n < count; n++)
            result[n] = p.Slice(n * locations, locations).ToArray();
        return result;
    }
}
