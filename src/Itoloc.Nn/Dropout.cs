using System.Numerics.Tensors;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using Itoloc.Nn.Kernels;

namespace Itoloc.Nn;

/// <summary>Switches single values off at random and scales the rest up, so that the mean stays.</summary>
/// <remarks>
/// Active in <see cref="Mode.Training"/> and <see cref="Mode.Sampling"/>. What is dropped depends on the pass's seed, the
/// layer's own and the sample's place in the batch, not on threads. A pooling layer before it drops its rows as it makes
/// them and has their gradients dropped as it reads them. Srivastava et al. 2014.
/// </remarks>
public sealed class Dropout : Layer
{
    // One draw of 64 bits decides eight values, a byte each.
    const int DrawValues = 8;
    const ulong Step = 0x9E3779B97F4A7C15;

    readonly int _threshold;
    readonly float _keptScale;
    readonly ulong _layerSeed;
    readonly Action<int> _forwardSample, _backwardSample;
    readonly RowReader _readGradientRow;
    Tensor? _input, _output, _outputGradient, _inputGradient, _lentGradient;
    Mode _mode;
    ulong _seed;
    bool _isDropped;

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
        (_forwardSample, _backwardSample, _readGradientRow) = (ForwardSample, BackwardSample, ReadGradientRow);
    }

    /// <summary>Says that the rows of the next input come through <see cref="Drop"/>.</summary>
    internal void Begin(Pass pass) => (_mode, _seed, _isDropped) = (pass.Mode, pass.Seed, true);

    /// <summary>Drops values of one row in place.</summary>
    internal void Drop(int n, int y, Span<float> row)
    {
        if (IsActive)
            Apply(n, y, row, row);
    }

    private protected override Tensor ForwardCore(Tensor input, Pass pass)
    {
        (_mode, _seed) = (pass.Mode, pass.Seed);
        _input = input;
        if ((_isDropped || !IsActive) && input.Halo == OutputHalo)
            _output = input;
        else
        {
            _output = OutputBuffer(input.Batch);
            pass.Team.Run(input.Batch, _forwardSample);
        }
        _isDropped = false;
        return _output;
    }

    private protected override Tensor BackwardCore(Tensor outputGradient, Pass pass)
    {
        if (!IsActive && _input!.Halo == OutputHalo)
            return outputGradient;
        _outputGradient = outputGradient;
        if (LendsGradientRows)
        {
            if (_lentGradient is null || _lentGradient.Halo != _input!.Halo)
                _lentGradient = new Tensor(Input, _input!.Halo, _readGradientRow);
            _lentGradient.Resize(outputGradient.Batch);
            return _lentGradient;
        }
        _inputGradient = InputGradientBuffer(_input!, pass);
        pass.Team.Run(outputGradient.Batch, _backwardSample);
        return _inputGradient;
    }

    // Dropping nothing is the identity; then only a halo that the next layer needs makes a copy necessary.
    bool IsActive => _mode != Mode.Evaluation && _threshold > 0;

    void ForwardSample(int n)
    {
        for (int y = 0; y < Input.Height; y++)
        {
            if (_isDropped)
                _input!.Row(n, y).CopyTo(_output!.Row(n, y));
            else
                Apply(n, y, _input!.Row(n, y), _output!.Row(n, y));
        }
    }

    void BackwardSample(int n)
    {
        for (int y = 0; y < Input.Height; y++)
            ReadGradientRow(n, y, _inputGradient!.Row(n, y));
    }

    void ReadGradientRow(int n, int y, Span<float> destination) => Apply(n, y, _outputGradient!.Row(n, y), destination);

    // The mask is drawn anew in the backward pass: that is no slower than storing it.
    void Apply(int n, int y, ReadOnlySpan<float> from, Span<float> to)
    {
        if (!IsActive)
        {
            from.CopyTo(to);
            return;
        }
        // A row's draws begin within a draw where its length is not a multiple of one's values.
        (int draws, int lead) = Math.DivRem(y * from.Length, DrawValues);
        Span<float> mask = Workspace.OfThread.Scratch.Ensure(lead + from.Length);
        FillMask(mask, Mix(_seed ^ Mix(_layerSeed + (ulong)n)) + (ulong)draws * Step);
        TensorPrimitives.Multiply(from, mask[lead..], to);
    }

    void FillMask(Span<float> mask, ulong seed)
    {
        Span<ulong> bits = stackalloc ulong[1];
        ReadOnlySpan<byte> bytes = MemoryMarshal.AsBytes(bits);
        Vector256<int> threshold = Vector256.Create(_threshold);
        Vector256<float> kept = Vector256.Create(_keptScale);
        int i = 0;
        for (; i <= mask.Length - DrawValues; i += DrawValues)
        {
            Vector128<byte> draw = Vector128.CreateScalar(Mix(seed += Step)).AsByte();
            Vector256<int> values = Vector256.WidenLower(Vector256.WidenLower(draw.ToVector256()).AsInt16());
            (Vector256.GreaterThanOrEqual(values, threshold).AsSingle() & kept).CopyTo(mask[i..]);
        }
        bits[0] = Mix(seed + Step);
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
