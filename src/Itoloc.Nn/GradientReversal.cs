using System.Numerics.Tensors;

namespace Itoloc.Nn;

/// <summary>Identity forward, −λ times the gradient backward: what is behind it learns against what is before it.</summary>
/// <remarks>Ganin et al. 2016, Section 4.2. Its backward pass is deliberately not the derivative of its forward pass.</remarks>
public sealed class GradientReversal : Layer
{
    readonly Action<int> _backwardSample;
    Tensor? _input, _outputGradient, _inputGradient;

    /// <summary>Creates the layer.</summary>
    public GradientReversal(Shape input)
        : base(input, input) => _backwardSample = BackwardSample;

    /// <summary>λ: how strongly the gradient is reversed, at least 0.</summary>
    public float Factor { get; set; }

    private protected override Tensor ForwardCore(Tensor input, Pass pass)
    {
        OutputHalo = input.Halo;
        return _input = input;
    }

    private protected override Tensor BackwardCore(Tensor outputGradient, Pass pass)
    {
        _outputGradient = outputGradient;
        _inputGradient = InputGradientBuffer(_input!, pass);
        pass.Team.Run(outputGradient.Batch, _backwardSample);
        return _inputGradient;
    }

    void BackwardSample(int n)
    {
        for (int y = 0; y < Input.Height; y++)
            TensorPrimitives.Multiply(_outputGradient!.Row(n, y), -Factor, _inputGradient!.Row(n, y));
    }
}
