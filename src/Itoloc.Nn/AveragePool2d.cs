using System.Numerics.Tensors;

namespace Itoloc.Nn;

/// <summary>The mean of every 2×2 pixels, channel by channel; an odd last row or column is left out.</summary>
public sealed class AveragePool2d : Layer
{
    readonly Action<int> _forwardSample, _backwardSample;
    Tensor? _input, _output, _outputGradient, _inputGradient;

    /// <summary>Creates the layer.</summary>
    /// <param name="input">Shape of an input sample, at least 2×2.</param>
    public AveragePool2d(Shape input)
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
                int left = 2 * x * channels, right = left + channels;
                Span<float> pixel = output.Slice(x * channels, channels);
                TensorPrimitives.Add(upper.Slice(left, channels), upper.Slice(right, channels), pixel);
                TensorPrimitives.Add(pixel, lower.Slice(left, channels), pixel);
                TensorPrimitives.Add(pixel, lower.Slice(right, channels), pixel);
                TensorPrimitives.Multiply(pixel, 0.25f, pixel);
            }
        }
    }

    void BackwardSample(int n)
    {
        int channels = Input.Channels;
        for (int y = 0; y < Input.Height; y++)
        {
            Span<float> row = _inputGradient!.Row(n, y);
            if (y / 2 >= Output.Height)
            {
                row.Clear();
                continue;
            }
            row[(2 * Output.Width * channels)..].Clear();
            ReadOnlySpan<float> gradient = _outputGradient!.Row(n, y / 2);
            for (int x = 0; x < Output.Width; x++)
            {
                Span<float> left = row.Slice(2 * x * channels, channels);
                TensorPrimitives.Multiply(gradient.Slice(x * channels, channels), 0.25f, left);
                left.CopyTo(row[((2 * x + 1) * channels)..]);
            }
        }
    }
}
