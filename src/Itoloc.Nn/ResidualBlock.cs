using System.Numerics;
using Itoloc.Nn.Kernels;

namespace Itoloc.Nn;

/// <summary>Two convolutions, the second of which adds to the first: y = f(BN(conv₁ x)), output = f(y + BN(conv₂ y)).</summary>
/// <remarks>
/// iToLoc, Fig. 8: the legend draws the shortcut from behind the first convolution to behind the second. The paper does
/// not say where normalisation and rectifier stand; the order here is that of He et al. 2016.
/// </remarks>
public sealed class ResidualBlock : Layer
{
    readonly float _slope;
    readonly Conv2d _conv1, _conv2;
    readonly BatchNorm2d _norm1, _norm2;
    readonly Action<int> _joinSample, _splitSample;
    Tensor? _firstOutput, _secondOutput, _output, _outputGradient, _sumGradient;

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
        _conv1 = new Conv2d($"{name}.conv1", input, channels, size, random);
        _conv2 = new Conv2d($"{name}.conv2", Output, channels, size, random);
        (_norm1, _norm2) = (new BatchNorm2d($"{name}.norm1", Output, slope), new BatchNorm2d($"{name}.norm2", Output, slope: 1));
        Join(_conv1, _norm1);
        Join(_norm1, _conv2);
        Join(_conv2, _norm2);
        _norm2.LendsRows = true;
        (_joinSample, _splitSample) = (JoinSample, SplitSample);
    }

    /// <inheritdoc/>
    public override int InputHalo => _conv1.InputHalo;

    /// <inheritdoc/>
    public override IReadOnlyList<Parameter> Parameters =>
        [.. _conv1.Parameters, .. _norm1.Parameters, .. _conv2.Parameters, .. _norm2.Parameters];

    internal override bool ReadsRows => _conv1.ReadsRows;

    /// <inheritdoc/>
    public override void ShareWeights(Layer other)
    {
        ResidualBlock block = (ResidualBlock)other;
        _conv1.ShareWeights(block._conv1);
        _norm1.ShareWeights(block._norm1);
        _conv2.ShareWeights(block._conv2);
        _norm2.ShareWeights(block._norm2);
    }

    private protected override Tensor ForwardCore(Tensor input, Pass pass)
    {
        _firstOutput = _norm1.Forward(_conv1.Forward(input, pass), pass);
        _secondOutput = _norm2.Forward(_conv2.Forward(_firstOutput, pass), pass);
        _output = OutputBuffer(input.Batch);
        pass.Team.Run(input.Batch, _joinSample);
        return _output;
    }

    private protected override Tensor BackwardCore(Tensor outputGradient, Pass pass)
    {
        _outputGradient = outputGradient;
        _sumGradient = InputGradientBuffer(_secondOutput!, pass);
        _norm2.OutputGradientVisitor.Begin(outputGradient.Batch);
        pass.Team.Run(outputGradient.Batch, _splitSample);
        // y is used twice: beside the second convolution and by it.
        _norm1.OtherGradient = _sumGradient;
        Tensor throughSecond = _conv2.Backward(_norm2.Backward(_sumGradient, pass), pass);
        return _conv1.Backward(_norm1.Backward(throughSecond, pass), pass);
    }

    void JoinSample(int n)
    {
        Vector<float> slope = new(_slope);
        int length = Output.Width * Output.Channels;
        Span<float> scratch = Workspace.OfThread.Pixels.Ensure(2 * length);
        for (int row = 0; row < Output.Height; row++)
        {
            ReadOnlySpan<float> a = _firstOutput!.ReadRow(n, row, scratch[..length]);
            ReadOnlySpan<float> b = _secondOutput!.ReadRow(n, row, scratch[length..]);
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
            _norm2.OutputGradientVisitor.Visit(n, n, row, result);
        }
    }
}
