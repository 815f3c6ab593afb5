using System.Numerics.Tensors;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using Itoloc.Nn.Kernels;

namespace Itoloc.Nn;

/// <summary>Switches single values off at random and scales the rest up, so that the mean stays.</summary>
/// <remarks>
/// Active in <see cref="Mode.Training"/> and <see cref="Mode.Sampling"/>. What is dropped depends on the pass's seed, the
/// layer's own and the sample's place in the batch, not on threads. Srivastava et al. 2014.
/// </remarks>
public sealed class Dropout : Layer
{
    readonly int _threshold;
    readonly float _keptScale;
    readonly ulong _layerSeed;
    readonly Action<int> _forwardSample, _backwardSample;
    Tensor? _input, _output, _outputGradient, _inputGradient;
    Mode _mode;
    ulong _seed;

    /// <summary>Creates the layer.</summary>
    /// <param name="input">Shape of a sample.</param>
    /// <param name="probability">Share of values dropped, 0 to below 1; rounded to a multiple of 1/256.</param>
    /// <param name="random">Draws the layer's own seed.</param>
    public Dropout(Shape input, double probability, Random random)
        : base(input, input)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(probability);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(probability, 255 / 256.0);
        _threshold = (int)Math.Round(probability * 256);
        _keptScale = 256f / (256 - _threshold);
        _layerSeed = (ulong)random.NextInt64();
        (_forwardSample, _backwardSample) = (ForwardSample, BackwardSample);
    }

    private protected override Tensor ForwardCore(Tensor input, Pass pass)
    {
        (_mode, _seed) = (pass.Mode, pass.Seed);
        _input = input;
        if (!IsActive && input.Halo == OutputHalo)
            return input;
        _output = OutputBuffer(input.Batch);
        pass.Team.Run(input.Batch, _forwardSample);
        return _output;
    }

    private protected override Tensor BackwardCore(Tensor outputGradient, Pass pass)
    {
        if (!IsActive && _input!.Halo == OutputHalo)
            return outputGradient;
        _outputGradient = outputGradient;
        _inputGradient = InputGradientBuffer(_input!, pass);
        pass.Team.Run(outputGradient.Batch, _backwardSample);
        return _inputGradient;
    }

    // Dropping nothing is the identity; then only a halo that the next layer needs makes a copy necessary.
    bool IsActive => _mode != Mode.Evaluation && _threshold > 0;

    void ForwardSample(int n) => Apply(n, _input!, _output!);

    void BackwardSample(int n) => Apply(n, _outputGradient!, _inputGradient!);

    // The mask is drawn anew in the backward pass: that is no slower than storing it.
    void Apply(int n, Tensor from, Tensor to)
    {
        Span<float> mask = Workspace.OfThread.Pixels.Ensure(Input.Length);
        if (IsActive)
            FillMask(mask, Mix(_seed ^ Mix(_layerSeed + (ulong)n)));
        int length = Input.Width * Input.Channels;
        for (int y = 0; y < Input.Height; y++)
        {
            if (IsActive)
                TensorPrimitives.Multiply(from.Row(n, y), mask.Slice(y * length, length), to.Row(n, y));
            else
                from.Row(n, y).CopyTo(to.Row(n, y));
        }
    }

    // One draw of 64 bits decides eight values, a byte each.
    void FillMask(Span<float> mask, ulong seed)
    {
        Span<ulong> bits = stackalloc ulong[1];
        ReadOnlySpan<byte> bytes = MemoryMarshal.AsBytes(bits);
        Vector256<int> threshold = Vector256.Create(_threshold);
        Vector256<float> kept = Vector256.Create(_keptScale);
        int i = 0;
        for (; i <= mask.Length - 8; i += 8)
        {
            Vector128<byte> draw = Vector128.CreateScalar(Mix(seed += 0x9E3779B97F4A7C15)).AsByte();
            Vector256<int> values = Vector256.WidenLower(Vector256.WidenLower(draw.ToVector256()).AsInt16());
            (Vector256.GreaterThanOrEqual(values, threshold).AsSingle() & kept).CopyTo(mask[i..]);
        }
        bits[0] = Mix(seed + 0x9E3779B97F4A7C15);
        for (int j = 0; i + j < mask.Length; j++)
            mask[i + j] = bytes[j] >= _threshold ? _keptScale : 0;
    }

    // The finaliser of SplitMix64 (Steele et al. 2014).
    static ulong Mix(ulong z)
    {
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }
}
