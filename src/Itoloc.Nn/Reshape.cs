namespace Itoloc.Nn;

/// <summary>The same values, read as a sample of another shape.</summary>
public sealed class Reshape : Layer
{
    Tensor? _input;

    /// <summary>Creates the layer.</summary>
    /// <param name="input">Shape of an input sample.</param>
    /// <param name="output">Shape of an output sample, of as many values.</param>
    /// <exception cref="ArgumentException">The shapes hold different numbers of values.</exception>
    public Reshape(Shape input, Shape output)
        : base(input, output)
    {
        if (input.Length != output.Length)
            throw new ArgumentException($"{input} has not as many values as {output}.", nameof(output));
    }

    private protected override Tensor ForwardCore(Tensor input, Pass pass)
    {
        _input = input;
        Tensor output = OutputBuffer(input.Batch);
        Copy(input, output);
        return output;
    }

    private protected override Tensor BackwardCore(Tensor outputGradient, Pass pass)
    {
        Tensor gradient = InputGradientBuffer(_input!, pass);
        Copy(outputGradient, gradient);
        return gradient;
    }

    static void Copy(Tensor from, Tensor to)
    {
        for (int n = 0; n < from.Batch; n++)
            from.Sample(n).CopyTo(to.Sample(n));
    }
}
