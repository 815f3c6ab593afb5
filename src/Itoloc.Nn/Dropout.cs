using System.Numerics.Tensors;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

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
    float[] _mask = [];
    Tensor? _input, _output, _outputGradient, _inputGradient;
    Pass? _pass;

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
        _pass = pass;
        _input = input;
        if (!IsActive && input.Halo == OutputHalo)
            return input;
        _output = OutputBuffer(input.Batch);
        if (_mask.Length < input.Batch * Input.Length)
            _mask = new float[input.Batch * Input.Length];
        pass.Team.Run(input.Batch, _forwardSample);
        return _output;
    }

    private protected override Tensor BackwardCore(Tensor outputGradient, Pass pass)
    {
        if (!IsActive && _input!.Halo == OutputHalo)
            return outputGradient;
        _outputGradient = outputGradient;
        _inputGradient = InputGradientBuffer(_input!);
        pass.Team.Run(outputGradient.Batch, _backwardSample);
        return _inputGradient;
    }

    // Dropping nothing is the identity; then only a halo that the next layer needs makes a copy necessary.
    bool IsActive => _pass!.Mode != Mode.Evaluation && _threshold > 0;

    void ForwardSample(int n)
    {
        if (IsActive)
            FillMask(_mask.AsSpan(n * Input.Length, Input.Length), Mix(_pass!.Seed ^ Mix(_layerSeed + (ulong)n)));
        for (int y = 0; y < Input.Height; y++)
            Apply(n, y, _input!.Row(n, y), _output!.Row(n, y));
    }

    void Apply(int n, int y, ReadOnlySpan<float> from, Span<float> to)
    {
        if (IsActive)
            TensorPrimitives.Multiply(from, _mask.AsSpan(n * Input.Length + y * from.Length, from.Length), to);
        else
            from.CopyTo(to);
    }

    void BackwardSample(int n)
    {
        for (int y = 0; y < Input.Height; y++)
            Apply(n, y, _outputGradient!.Row(n, y), _inputGradient!.Row(n, y));
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
