using System.Numerics;

namespace Itoloc.Nn;

/// <summary>The largest of every 2×2 pixels, channel by channel; an odd last row or column is left out.</summary>
/// <remarks>Where several are largest the gradient goes to the first in reading order.</remarks>
public sealed class MaxPool2d : Layer
{
    readonly Action<int> _forwardSample, _backwardSample;
    Tensor? _input, _output, _outputGradient, _inputGradient;

    /// <summary>Creates the layer.</summary>
    /// <param name="input">Shape of an input sample, at least 2×2.</param>
    public MaxPool2d(Shape input)
        : base(input, new Shape(input.Height / 2, input.Width / 2, input.Channels))
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(Math.Min(input.Height, input.Width), 2, nameof(input));
        (_forwardSample, _backwardSample) = (ForwardSample, BackwardSample);
    }

    private protected override Tensor ForwardCore(Tensor input, Pass pass)
    {
        _input = input;
        _output = OutputBuffer(input.Batch);
        pass.Team.Run(input.Batch, _forwardSample);
        return _output;
    }

    private protected override Tensor BackwardCore(Tensor outputGradient, Pass pass)
    {
        _outputGradient = outputGradient;
        _inputGradient = InputGradientBuffer(_input!);
        pass.Team.Run(outputGradient.Batch, _backwardSample);
        return _inputGradient;
    }

    void ForwardSample(int n)
    {
        int channels = Input.Channels;
        for (int y = 0; y < Output.Height; y++)
        {
            ReadOnlySpan<float> upper = _input!.Row(n, 2 * y), lower = _input.Row(n, 2 * y + 1);
            Span<float> output = _output!.Row(n, y);
            for (int x = 0; x < Output.Width; x++)
            {
                ReadOnlySpan<float> a = upper.Slice(2 * x * channels, 2 * channels), b = lower.Slice(2 * x * channels, 2 * channels);
                Span<float> o = output.Slice(x * channels, channels);
                int c = 0;
                for (; c <= channels - Vector<float>.Count; c += Vector<float>.Count)
                {
                    Vector.Max(
                        Vector.Max(new Vector<float>(a[c..]), new Vector<float>(a[(channels + c)..])),
                        Vector.Max(new Vector<float>(b[c..]), new Vector<float>(b[(channels + c)..]))).CopyTo(o[c..]);
                }
                for (; c < channels; c++)
                    o[c] = Math.Max(Math.Max(a[c], a[channels + c]), Math.Max(b[c], b[channels + c]));
            }
        }
    }

    void BackwardSample(int n)
    {
        int channels = Input.Channels;
        if (Input.Height % 2 == 1)
            _inputGradient!.Row(n, Input.Height - 1).Clear();
        for (int y = 0; y < Output.Height; y++)
        {
            ReadOnlySpan<float> upper = _input!.Row(n, 2 * y), lower = _input.Row(n, 2 * y + 1);
            Span<float> upperGradient = _inputGradient!.Row(n, 2 * y), lowerGradient = _inputGradient.Row(n, 2 * y + 1);
            ReadOnlySpan<float> output = _output!.Row(n, y), gradient = _outputGradient!.Row(n, y);
            if (Input.Width % 2 == 1)
            {
                upperGradient[^channels..].Clear();
                lowerGradient[^channels..].Clear();
            }
            for (int x = 0; x < Output.Width; x++)
            {
                int i = 2 * x * channels, o = x * channels;
                Route(
                    upper.Slice(i, 2 * channels), lower.Slice(i, 2 * channels), output.Slice(o, channels), gradient.Slice(o, channels),
                    upperGradient.Slice(i, 2 * channels), lowerGradient.Slice(i, 2 * channels));
            }
        }
    }

    // Gives the gradient of one pixel to the first of its four sources that equals it.
    static void Route(
        ReadOnlySpan<float> upper, ReadOnlySpan<float> lower, ReadOnlySpan<float> output, ReadOnlySpan<float> gradient,
        Span<float> upperGradient, Span<float> lowerGradient)
    {
        int channels = output.Length, c = 0;
        for (; c <= channels - Vector<float>.Count; c += Vector<float>.Count)
        {
            Vector<float> o = new(output[c..]), rest = new(gradient[c..]);
            rest = Take(upper[c..], upperGradient[c..], o, rest);
            rest = Take(upper[(channels + c)..], upperGradient[(channels + c)..], o, rest);
            rest = Take(lower[c..], lowerGradient[c..], o, rest);
            Take(lower[(channels + c)..], lowerGradient[(channels + c)..], o, rest);
        }
        for (; c < channels; c++)
        {
            float o = output[c], rest = gradient[c];
            upperGradient[c] = upper[c] == o ? rest : 0;
            rest -= upperGradient[c];
            upperGradient[channels + c] = upper[channels + c] == o ? rest : 0;
            rest -= upperGradient[channels + c];
            lowerGradient[c] = lower[c] == o ? rest : 0;
            rest -= lowerGradient[c];
            lowerGradient[channels + c] = lower[channels + c] == o ? rest : 0;
        }
    }

    static Vector<float> Take(ReadOnlySpan<float> input, Span<float> gradient, Vector<float> output, Vector<float> rest)
    {
        Vector<float> taken = Vector.ConditionalSelect(Vector.Equals(new Vector<float>(input), output), rest, Vector<float>.Zero);
        taken.CopyTo(gradient);
        return rest - taken;
    }
}
