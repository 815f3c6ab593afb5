namespace Itoloc.Nn;

/// <summary>Layers one after another.</summary>
public sealed class Sequential : Layer
{
    readonly Layer[] _layers;

    /// <summary>Joins layers whose shapes fit.</summary>
    /// <exception cref="ArgumentException">No layers, or a layer's input is not its predecessor's output.</exception>
    public Sequential(params Layer[] layers)
        : base(First(layers).Input, layers[^1].Output)
    {
        // Sequences within a sequence are taken apart, so that all neighbours know each other.
        _layers = layers = [.. layers.SelectMany(layer => layer is Sequential inner ? inner._layers : [layer])];
        for (int i = 1; i < layers.Length; i++)
        {
            if (layers[i].Input != layers[i - 1].Output)
                throw new ArgumentException($"Layer {i} expects {layers[i].Input}, its predecessor gives {layers[i - 1].Output}.");
            Join(layers[i - 1], layers[i]);
        }
    }

    /// <inheritdoc/>
    public override int InputHalo => _layers[0].InputHalo;

    /// <inheritdoc/>
    public override int OutputHalo { get => _layers[^1].OutputHalo; set => _layers[^1].OutputHalo = value; }

    /// <inheritdoc/>
    public override IReadOnlyList<Parameter> Parameters => [.. _layers.SelectMany(layer => layer.Parameters)];

    /// <inheritdoc/>
    public override void ShareWeights(Layer other)
    {
        foreach ((Layer own, Layer shared) in _layers.Zip(((Sequential)other)._layers))
            own.ShareWeights(shared);
    }

    private protected override Tensor ForwardCore(Tensor input, Pass pass)
    {
        foreach (Layer layer in _layers)
            input = layer.Forward(input, pass);
        return input;
    }

    private protected override Tensor BackwardCore(Tensor outputGradient, Pass pass)
    {
        for (int i = _layers.Length - 1; i >= 0; i--)
            outputGradient = _layers[i].Backward(outputGradient, pass);
        return outputGradient;
    }

    static Layer First(Layer[] layers) =>
        layers.Length > 0 ? layers[0] : throw new ArgumentException("A sequence needs at least one layer.");
}
