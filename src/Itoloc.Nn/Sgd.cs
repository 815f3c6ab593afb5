using System.Numerics.Tensors;

namespace Itoloc.Nn;

/// <summary>Stochastic gradient descent with momentum and weight decay.</summary>
/// <remarks>
/// v ← momentum·v + (gradient + decay·w), w ← w − rate·v. iToLoc, Section V-A2: momentum 0.9, decay 0.0001.
/// </remarks>
public sealed class Sgd
{
    // Values of one part of a step: what belongs to them stays in the second cache.
    const int PartLength = 1 << 14;

    readonly Parameter[] _parameters;
    readonly float[][] _velocities;
    readonly float _momentum;
    readonly float _decay;
    readonly (int Parameter, int Start)[] _parts;
    readonly Action<int> _movePart;
    float _rate;

    /// <summary>Creates an optimiser at rest.</summary>
    /// <param name="parameters">What to learn; running statistics among them are left alone.</param>
    /// <param name="momentum">0 to below 1.</param>
    /// <param name="decay">Weight decay, at least 0.</param>
    public Sgd(IEnumerable<Parameter> parameters, float momentum = 0.9f, float decay = 1e-4f)
    {
        _parameters = [.. parameters.Where(parameter => parameter.IsLearned)];
        _velocities = [.. _parameters.Select(parameter => new float[parameter.Values.Length])];
        _momentum = momentum;
        _decay = decay;
        _parts = [.. _parameters.SelectMany((parameter, i) => Enumerable
            .Range(0, (parameter.Values.Length + PartLength - 1) / PartLength).Select(k => (i, k * PartLength)))];
        _movePart = MovePart;
    }

    /// <summary>Scales all gradients down together when their norm is above a bound.</summary>
    /// <param name="maximum">The bound, above 0.</param>
    /// <returns>The norm before.</returns>
    public double ClipGradients(double maximum)
    {
        double squares = 0;
        foreach (Parameter parameter in _parameters)
            squares += TensorPrimitives.SumOfSquares<float>(parameter.Gradient);
        double norm = Math.Sqrt(squares);
        if (norm > maximum)
        {
            foreach (Parameter parameter in _parameters)
                TensorPrimitives.Multiply(parameter.Gradient, (float)(maximum / norm), parameter.Gradient);
        }
        return norm;
    }

    /// <summary>Makes one step with the gradients that stand in the parameters.</summary>
    /// <param name="rate">Learning rate, at least 0.</param>
    /// <param name="team">The threads.</param>
    public void Step(float rate, ThreadTeam team)
    {
        _rate = rate;
        team.Run(_parts.Length, _movePart);
        foreach (Parameter parameter in _parameters)
            parameter.Touch();
    }

    void MovePart(int part)
    {
        (int index, int start) = _parts[part];
        Parameter parameter = _parameters[index];
        int length = Math.Min(PartLength, parameter.Values.Length - start);
        Span<float> values = parameter.Values.AsSpan(start, length), velocity = _velocities[index].AsSpan(start, length);
        TensorPrimitives.MultiplyAdd(velocity, _momentum, parameter.Gradient.AsSpan(start, length), velocity);
        TensorPrimitives.MultiplyAdd(values, _decay, velocity, velocity);
        TensorPrimitives.MultiplyAdd(velocity, -_rate, values, values);
    }
}
