using Itoloc.Nn.Kernels;

namespace Itoloc.Nn;

/// <summary>One differentiable step of a network, with its own buffers: results stay valid until its next pass.</summary>
/// <remarks>
/// A layer serves one caller at a time. Parameter gradients and returned gradients are overwritten by every backward
/// pass, never added to. After the first passes at the largest batch nothing is allocated.
/// </remarks>
public abstract class Layer
{
    Tensor? _output;
    Tensor? _inputGradient;
    int _batch;

    /// <summary>Stores the shapes.</summary>
    private protected Layer(Shape input, Shape output)
    {
        Input = input;
        Output = output;
    }

    /// <summary>Shape of an input sample.</summary>
    public Shape Input { get; }

    /// <summary>Shape of an output sample.</summary>
    public Shape Output { get; }

    /// <summary>Halo that inputs need at least.</summary>
    public virtual int InputHalo => 0;

    /// <summary>Halo of the outputs, and so of the gradients given to <see cref="Backward"/>. Set when layers are joined.</summary>
    public virtual int OutputHalo { get; set; }

    /// <summary>Learned weights and kept statistics, in a fixed order.</summary>
    public virtual IReadOnlyList<Parameter> Parameters => [];

    /// <summary>Whether the passes read the input only row by row, so that it need not be stored.</summary>
    internal virtual bool ReadsRows => false;

    /// <summary>Whether the backward pass reads the output's gradient only row by row.</summary>
    internal virtual bool ReadsGradientRows => false;

    /// <summary>What wants to see the rows of the input in training.</summary>
    internal virtual RowVisitor? InputVisitor => null;

    /// <summary>What wants to see the rows of the output's gradient.</summary>
    internal virtual RowVisitor? OutputGradientVisitor => null;

    /// <summary>Whether the output's rows may be computed when read. Set when layers are joined, as the following.</summary>
    internal bool LendsRows { get; set; }

    /// <summary>Whether the input gradient's rows may be computed when read.</summary>
    internal bool LendsGradientRows { get; set; }

    /// <summary>Whether the input gradient only goes to the layer before, which is done with it soon.</summary>
    bool HasPredecessor { get; set; }

    /// <summary>What to show the output's rows to in training, if the layer is one that can.</summary>
    private protected RowVisitor? OutputVisitor { get; private set; }

    /// <summary>What to show the input gradient's rows to, if the layer is one that can.</summary>
    private protected RowVisitor? InputGradientVisitor { get; private set; }

    /// <summary>Makes two layers fit that are always run one after the other.</summary>
    internal static void Join(Layer first, Layer second)
    {
        first.OutputHalo = Math.Max(first.OutputHalo, second.InputHalo);
        second.HasPredecessor = true;
        (first.LendsRows, second.LendsGradientRows) = (second.ReadsRows, first.ReadsGradientRows);
        (first.OutputVisitor, second.InputGradientVisitor) = (second.InputVisitor, first.OutputGradientVisitor);
        if (first is MaxPool2d pool)
            pool.Dropout = second as Dropout;
    }

    /// <summary>Uses the parameters of another layer, made in the same way, instead of its own, and what is packed from them.</summary>
    /// <remarks>Then both may run at once, each for its own caller, as long as nobody changes the parameters.</remarks>
    /// <exception cref="InvalidCastException">The other layer is of another kind.</exception>
    /// <exception cref="NotSupportedException">Layers of this kind cannot.</exception>
    public virtual void ShareWeights(Layer other)
    {
        if (Parameters.Count > 0)
            throw new NotSupportedException($"{GetType().Name} cannot share its weights.");
    }

    /// <summary>Computes the outputs.</summary>
    /// <param name="input">Batch of <see cref="Input"/> with at least <see cref="InputHalo"/>; must stay unchanged until the backward pass.</param>
    /// <param name="pass">What to do.</param>
    /// <returns>Batch of <see cref="Output"/>, owned by the layer.</returns>
    /// <exception cref="ArgumentException">The input has another shape or too small a halo.</exception>
    public Tensor Forward(Tensor input, Pass pass)
    {
        if (input.Shape != Input || input.Halo < InputHalo)
            throw new ArgumentException($"Expected {Input} with halo {InputHalo} or more, got {input.Shape} with halo {input.Halo}.");
        _batch = input.Batch;
        return ForwardCore(input, pass);
    }

    /// <summary>Computes the gradients of the last <see cref="Forward"/>, which must have been a training pass.</summary>
    /// <param name="outputGradient">∂L/∂output, shaped and haloed like the output.</param>
    /// <param name="pass">The pass given to forward.</param>
    /// <returns>∂L/∂input with the halo of the input, owned by the layer, or by the pass where layers are joined.</returns>
    /// <exception cref="ArgumentException">The gradient is not shaped like the last output.</exception>
    public Tensor Backward(Tensor outputGradient, Pass pass)
    {
        if (outputGradient.Shape != Output || outputGradient.Halo != OutputHalo || outputGradient.Batch != _batch)
        {
            throw new ArgumentException(
                $"Expected {_batch} of {Output} with halo {OutputHalo}, "
                + $"got {outputGradient.Batch} of {outputGradient.Shape} with halo {outputGradient.Halo}.");
        }
        return BackwardCore(outputGradient, pass);
    }

    /// <summary>The layer's forward arithmetic.</summary>
    private protected abstract Tensor ForwardCore(Tensor input, Pass pass);

    /// <summary>The layer's backward arithmetic.</summary>
    private protected abstract Tensor BackwardCore(Tensor outputGradient, Pass pass);

    /// <summary>The output buffer at this batch size.</summary>
    private protected Tensor OutputBuffer(int batch)
    {
        if (_output is null || _output.Halo != OutputHalo)
            _output = new Tensor(batch, Output, OutputHalo);
        _output.Resize(batch);
        return _output;
    }

    /// <summary>The input gradient's buffer, shaped and haloed like <paramref name="input"/>.</summary>
    private protected Tensor InputGradientBuffer(Tensor input, Pass pass)
    {
        if (HasPredecessor)
            return pass.Gradient(input.Batch, input.Shape, input.Halo);
        if (_inputGradient is null || _inputGradient.Halo != input.Halo)
            _inputGradient = new Tensor(input.Batch, input.Shape, input.Halo);
        _inputGradient.Resize(input.Batch);
        return _inputGradient;
    }
}
