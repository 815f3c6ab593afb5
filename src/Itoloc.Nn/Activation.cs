namespace Itoloc.Nn;

/// <summary>What an <see cref="Activation"/> does to a value.</summary>
public enum Curve
{
    /// <summary>max(x, x/10).</summary>
    LeakyRectifier,

    /// <summary>x above zero, exp(x) − 1 below (Clevert et al. 2016).</summary>
    Exponential,

    /// <summary>1 / (1 + exp(−x)).</summary>
    Sigmoid,
}

/// <summary>A curve applied to every value, where no batch normalisation brings one along.</summary>
public sealed class Activation : Layer
{
    readonly Curve _curve;
    Tensor? _input, _output;

    /// <summary>Creates the layer.</summary>
    /// <param name="input">Shape of a sample.</param>
    /// <param name="curve">What it does.</param>
    public Activation(Shape input, Curve curve)
        : base(input, input) => _curve = curve;

    private protected override Tensor ForwardCore(Tensor input, Pass pass)
    {
        _input = input;
        _output = OutputBuffer(input.Batch);
        for (int n = 0; n < input.Batch; n++)
        {
            for (int y = 0; y < Input.Height; y++)
            {
                ReadOnlySpan<float> from = input.Row(n, y);
                Span<float> to = _output.Row(n, y);
                for (int i = 0; i < from.Length; i++)
                    to[i] = Value(from[i]);
            }
        }
        return _output;
    }

    private protected override Tensor BackwardCore(Tensor outputGradient, Pass pass)
    {
        Tensor gradient = InputGradientBuffer(_input!, pass);
        for (int n = 0; n < outputGradient.Batch; n++)
        {
            for (int y = 0; y < Input.Height; y++)
            {
                ReadOnlySpan<float> from = outputGradient.Row(n, y), value = _output!.Row(n, y);
                Span<float> to = gradient.Row(n, y);
                for (int i = 0; i < from.Length; i++)
                    to[i] = from[i] * Slope(value[i]);
            }
        }
        return gradient;
    }

    float Value(float x) => _curve switch
    {
        Curve.LeakyRectifier => Math.Max(x, 0.1f * x),
        Curve.Exponential => x > 0 ? x : MathF.Exp(x) - 1,
        _ => 1 / (1 + MathF.Exp(-x)),
    };

    // The slope where the curve has the value y; each curve rises, so that its value tells where it is.
    float Slope(float y) => _curve switch
    {
        Curve.LeakyRectifier => y > 0 ? 1 : 0.1f,
        Curve.Exponential => y > 0 ? 1 : y + 1,
        _ => y * (1 - y),
    };
}
