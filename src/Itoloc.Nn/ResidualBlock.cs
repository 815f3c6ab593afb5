using System.Numerics;

namespace Itoloc.Nn;

/// <summary>Two convolutions, the second of which adds to the first: y = f(BN(conv₁ x)), output = f(y + BN(conv₂ y)).</summary>
/// <remarks>
/// iToLoc, Fig. 8: the legend draws the shortcut from behind the first convolution to behind the second. The paper does
/// not say where normalisation and rectifier stand; the order here is that of He et al. 2016.
/// </remarks>
public sealed class ResidualBlock : Layer
{
    readonly float _slope;
    readonly Sequential _first;
    readonly Sequential _second;
    readonly Action<int> _joinSample, _splitSample, _addSample;
    Tensor? _firstOutput, _secondOutput, _output, _outputGradient, _sumGradient, _throughSecond;

    /// <summary>Creates the block.</summary>
    /// <param name="name">Prefix of the parameters' names.</param>
    /// <param name="input">Shape of an input sample.</param>
    /// <param name="channels">Output channels of both convolutions.</param>
    /// <param name="size">Side of both windows, odd.</param>
    /// <param name="slope">Slope of the rectifiers below zero.</param>
    /// <param name="random">The seeded source of the first weights.</param>
    public ResidualBlock(string name, Shape input, int channels, int size, float slope, Random random)
        : base(input, input with { Channels = channels })
    {
        _slope = slope;
        Conv2d first = new($"{name}.conv1", input, channels, size, random);
        Conv2d second = new($"{name}.conv2", Output, channels, size, random);
        _first = new Sequential(first, new BatchNorm2d($"{name}.norm1", Output, slope));
        _second = new Sequential(second, new BatchNorm2d($"{name}.norm2", Output, slope: 1));
        _first.OutputHalo = _second.InputHalo;
        Parameters = [.. _first.Parameters, .. _second.Parameters];
        (_joinSample, _splitSample, _addSample) = (JoinSample, SplitSample, AddSample);
    }

    /// <inheritdoc/>
    public override int InputHalo => _first.InputHalo;

    /// <inheritdoc/>
    public override int OutputHalo { get => _second.OutputHalo; set => _second.OutputHalo = value; }

    /// <inheritdoc/>
    public override IReadOnlyList<Parameter> Parameters { get; }

    private protected override Tensor ForwardCore(Tensor input, Pass pass)
    {
        _firstOutput = _first.Forward(input, pass);
        _secondOutput = _second.Forward(_firstOutput, pass);
        _output = OutputBuffer(input.Batch);
        pass.Team.Run(input.Batch, _joinSample);
        return _output;
    }

    private protected override Tensor BackwardCore(Tensor outputGradient, Pass pass)
    {
        _outputGradient = outputGradient;
        _sumGradient = InputGradientBuffer(_secondOutput!);
        pass.Team.Run(outputGradient.Batch, _splitSample);
        // y is used twice: beside the second convolution and by it.
        _throughSecond = _second.Backward(_sumGradient, pass);
        pass.Team.Run(outputGradient.Batch, _addSample);
        return _first.Backward(_throughSecond, pass);
    }

    void JoinSample(int n)
    {
        Vector<float> slope = new(_slope);
        for (int row = 0; row < Output.Height; row++)
        {
            ReadOnlySpan<float> a = _firstOutput!.Row(n, row), b = _secondOutput!.Row(n, row);
            Span<float> output = _output!.Row(n, row);
            int i = 0;
            for (; i <= a.Length - Vector<float>.Count; i += Vector<float>.Count)
            {
                Vector<float> t = new Vector<float>(a[i..]) + new Vector<float>(b[i..]);
                Vector.Max(t, t * slope).CopyTo(output[i..]);
            }
            for (; i < a.Length; i++)
                output[i] = Math.Max(a[i] + b[i], (a[i] + b[i]) * _slope);
        }
    }

    // The output has the sign of the sum, so the rectifier's slope can be read from it.
    void SplitSample(int n)
    {
        Vector<float> slope = new(_slope);
        for (int row = 0; row < Output.Height; row++)
        {
            ReadOnlySpan<float> output = _output!.Row(n, row), gradient = _outputGradient!.Row(n, row);
            Span<float> result = _sumGradient!.Row(n, row);
            int i = 0;
            for (; i <= output.Length - Vector<float>.Count; i += Vector<float>.Count)
            {
                Vector<float> dy = new(gradient[i..]);
                Vector.ConditionalSelect(
                    Vector.GreaterThan(new Vector<float>(output[i..]), Vector<float>.Zero), dy, dy * slope).CopyTo(result[i..]);
            }
            for (; i < output.Length; i++)
                result[i] = output[i] > 0 ? gradient[i] : gradient[i] * _slope;
        }
    }

    void AddSample(int n)
    {
        for (int row = 0; row < Output.Height; row++)
        {
            Span<float> through = _throughSecond!.Row(n, row);
            System.Numerics.Tensors.TensorPrimitives.Add(through, _sumGradient!.Row(n, row), through);
        }
    }
}
