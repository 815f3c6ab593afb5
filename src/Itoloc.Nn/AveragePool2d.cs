using System.Numerics.Tensors;
using Itoloc.Nn.Kernels;

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

    internal override bool ReadsRows => true;

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
        _inputGradient = InputGradientBuffer(_input!, pass);
        InputGradientVisitor?.Begin(outputGradient.Batch);
        pass.Team.Run(outputGradient.Batch, _backwardSample);
        return _inputGradient;
    }

    void ForwardSample(int n)
    {
        int channels = Input.Channels, row = Input.Width * channels;
        Span<float> scratch = Workspace.OfThread.Pixels.Ensure(3 * row), both = scratch[(2 * row)..];
        for (int y = 0; y < Output.Height; y++)
        {
            TensorPrimitives.Add(
                _input!.ReadRow(n, 2 * y, scratch[..row]), _input.ReadRow(n, 2 * y + 1, scratch.Slice(row, row)), both);
            Span<float> output = _output!.Row(n, y);
            for (int x = 0; x < Output.Width; x++)
            {
                Span<float> left = both.Slice(2 * x * channels, channels), right = both.Slice((2 * x + 1) * channels, channels);
                TensorPrimitives.Add(left, right, output.Slice(x * channels, channels));
            }
            TensorPrimitives.Multiply(output, 0.25f, output);
        }
    }

    void BackwardSample(int n)
    {
        for (int y = 0; y < Input.Height; y++)
        {
            Span<float> row = _inputGradient!.Row(n, y);
            if (y / 2 < Output.Height)
                Share(_outputGradient!.Row(n, y / 2), row);
            else
                row.Clear();
            InputGradientVisitor?.Visit(n, n, y, row);
        }
    }

    void Share(ReadOnlySpan<float> gradient, Span<float> row)
    {
        int channels = Input.Channels;
        row[(2 * Output.Width * channels)..].Clear();
        for (int x = 0; x < Output.Width; x++)
        {
            Span<float> left = row.Slice(2 * x * channels, channels);
            TensorPrimitives.Multiply(gradient.Slice(x * channels, channels), 0.25f, left);
            left.CopyTo(row[((2 * x + 1) * channels)..]);
        }
    }
}
