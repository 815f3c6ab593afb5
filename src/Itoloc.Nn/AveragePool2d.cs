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
            for (int o = 0; o < output.Length; o++)
            {
                int i = o + o / channels * channels;
                output[o] = 0.25f * (upper[i] + upper[i + channels] + lower[i] + lower[i + channels]);
            }
        }
    }

    void BackwardSample(int n)
    {
        int channels = Input.Channels;
        for (int y = 0; y < Input.Height; y++)
        {
            Span<float> row = _inputGradient!.Row(n, y);
            row.Clear();
            if (y / 2 >= Output.Height)
                continue;
            ReadOnlySpan<float> gradient = _outputGradient!.Row(n, y / 2);
            for (int o = 0; o < gradient.Length; o++)
            {
                int i = o + o / channels * channels;
                row[i] = row[i + channels] = 0.25f * gradient[o];
            }
        }
    }
}
