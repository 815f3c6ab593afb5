namespace Itoloc.Nn;

/// <summary>Gradient descent with steps of a size adapted to each weight. Kingma and Ba 2015, Algorithm 1.</summary>
/// <remarks>
/// m ← β₁m + (1 − β₁)g, v ← β₂v + (1 − β₂)g², w ← w − rate · m̂ / (√v̂ + ε), with m̂ and v̂ freed of their start at zero.
/// </remarks>
public sealed class Adam
{
    const float FirstMoment = 0.9f, SecondMoment = 0.999f, Epsilon = 1e-8f;

    readonly Parameter[] _parameters;
    readonly float[][] _means, _squares;
    readonly float _decay;
    int _steps;

    /// <summary>Creates an optimiser at rest.</summary>
    /// <param name="parameters">What to learn; running statistics among them are left alone.</param>
    /// <param name="decay">Weight decay added to the gradient, at least 0.</param>
    public Adam(IEnumerable<Parameter> parameters, float decay = 0)
    {
        _parameters = [.. parameters.Where(parameter => parameter.IsLearned)];
        _means = [.. _parameters.Select(parameter => new float[parameter.Values.Length])];
        _squares = [.. _parameters.Select(parameter => new float[parameter.Values.Length])];
        _decay = decay;
    }

    /// <summary>Makes one step with the gradients that stand in the parameters.</summary>
    /// <param name="rate">Learning rate, at least 0.</param>
    public void Step(float rate)
    {
        _steps++;
        float scale = rate / (1 - MathF.Pow(FirstMoment, _steps));
        float spread = 1 / MathF.Sqrt(1 - MathF.Pow(SecondMoment, _steps));
        for (int i = 0; i < _parameters.Length; i++)
        {
            float[] values = _parameters[i].Values, gradient = _parameters[i].Gradient;
            float[] mean = _means[i], square = _squares[i];
            for (int j = 0; j < values.Length; j++)
            {
                float g = gradient[j] + _decay * values[j];
                mean[j] += (1 - FirstMoment) * (g - mean[j]);
                square[j] += (1 - SecondMoment) * (g * g - square[j]);
                values[j] -= scale * mean[j] / (MathF.Sqrt(square[j]) * spread + Epsilon);
            }
            _parameters[i].Touch();
        }
    }
}
