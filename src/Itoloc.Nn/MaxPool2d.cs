using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using Itoloc.Nn.Kernels;

namespace Itoloc.Nn;

/// <summary>The largest of every 2×2 pixels, channel by channel; an odd last row or column is left out.</summary>
/// <remarks>Where several are largest the gradient goes to the first in reading order.</remarks>
public sealed class MaxPool2d : Layer
{
    readonly Action<int> _forwardSample, _backwardSample;
    Tensor? _input, _output, _outputGradient, _inputGradient;

    /// <summary>Creates the layer.</summary>
    /// <param name="input">Shape of an input sample, at least 2×2.</param>
    public MaxPool2d(Shape input)
        : base(input, new Shape(input.Height / 2, input.Width / 2, input.Channels))
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(Math.Min(input.Height, input.Width), 2, nameof(input));
        (_forwardSample, _backwardSample) = (ForwardSample, BackwardSample);
    }

    /// <summary>The dropout behind this layer, if one is: it drops rows as they are made.</summary>
    internal Dropout? Dropout { get; set; }

    internal override bool ReadsRows => true;

    internal override bool ReadsGradientRows => true;

    private protected override Tensor ForwardCore(Tensor input, Pass pass)
    {
        _input = input;
        _output = OutputBuffer(input.Batch);
        Dropout?.Begin(pass);
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
        int row = Input.Width * Input.Channels, channels = Input.Channels;
        Span<float> scratch = Workspace.OfThread.Pixels.Ensure(2 * row);
        for (int y = 0; y < Output.Height; y++)
        {
            ReadOnlySpan<float> upper = _input!.ReadRow(n, 2 * y, scratch[..row]);
            ReadOnlySpan<float> lower = _input.ReadRow(n, 2 * y + 1, scratch[row..]);
            Span<float> output = _output!.Row(n, y);
            for (int x = 0; x < Output.Width; x++)
            {
                int left = 2 * x * channels;
                Largest(upper.Slice(left, 2 * channels), lower.Slice(left, 2 * channels), output.Slice(x * channels, channels));
            }
            Dropout?.Drop(n, y, output);
        }
    }

    void BackwardSample(int n)
    {
        int row = Input.Width * Input.Channels, channels = Input.Channels;
        Span<float> scratch = Workspace.OfThread.Pixels.Ensure(2 * row + Output.Width * channels);
        for (int y = 0; y < Output.Height; y++)
        {
            ReadOnlySpan<float> upper = _input!.ReadRow(n, 2 * y, scratch[..row]);
            ReadOnlySpan<float> lower = _input.ReadRow(n, 2 * y + 1, scratch.Slice(row, row));
            Span<float> upperGradient = _inputGradient!.Row(n, 2 * y), lowerGradient = _inputGradient.Row(n, 2 * y + 1);
            ReadOnlySpan<float> gradient = _outputGradient!.ReadRow(n, y, scratch[(2 * row)..]);
            if (Input.Width % 2 == 1)
            {
                upperGradient[^channels..].Clear();
                lowerGradient[^channels..].Clear();
            }
            for (int x = 0; x < Output.Width; x++)
            {
                int left = 2 * x * channels;
                Route(
                    upper.Slice(left, 2 * channels), lower.Slice(left, 2 * channels), gradient.Slice(x * channels, channels),
                    upperGradient.Slice(left, 2 * channels), lowerGradient.Slice(left, 2 * channels));
            }
            InputGradientVisitor?.Visit(n, n, 2 * y, upperGradient);
            InputGradientVisitor?.Visit(n, n, 2 * y + 1, lowerGradient);
        }
        if (Input.Height % 2 == 1)
        {
            Span<float> last = _inputGradient!.Row(n, Input.Height - 1);
            last.Clear();
            InputGradientVisitor?.Visit(n, n, Input.Height - 1, last);
        }
    }

    static void Largest(ReadOnlySpan<float> upper, ReadOnlySpan<float> lower, Span<float> output)
    {
        int channels = output.Length;
        int c = Vector512.IsHardwareAccelerated ? Largest<Wide>(upper, lower, output) : Largest<Narrow>(upper, lower, output);
        for (; c < channels; c++)
            output[c] = Math.Max(Math.Max(upper[c], upper[channels + c]), Math.Max(lower[c], lower[channels + c]));
    }

    static int Largest<T>(ReadOnlySpan<float> upper, ReadOnlySpan<float> lower, Span<float> output)
        where T : struct, ILane<T>
    {
        ref float u = ref MemoryMarshal.GetReference(upper), l = ref MemoryMarshal.GetReference(lower);
        int channels = output.Length, c = 0;
        for (; c <= channels - T.Count; c += T.Count)
        {
            T above = T.Max(T.Load(ref u, c), T.Load(ref u, channels + c));
            T below = T.Max(T.Load(ref l, c), T.Load(ref l, channels + c));
            T.Store(T.Max(above, below), ref MemoryMarshal.GetReference(output), c);
        }
        return c;
    }

    // Gives the gradient of one pixel to the first of its four sources that is largest.
    static void Route(
        ReadOnlySpan<float> upper, ReadOnlySpan<float> lower, ReadOnlySpan<float> gradient,
        Span<float> upperGradient, Span<float> lowerGradient)
    {
        int channels = gradient.Length;
        int c = Vector512.IsHardwareAccelerated
            ? Route<Wide>(upper, lower, gradient, upperGradient, lowerGradient)
            : Route<Narrow>(upper, lower, gradient, upperGradient, lowerGradient);
        for (; c < channels; c++)
        {
            (float a, float b, float d, float e) = (upper[c], upper[channels + c], lower[c], lower[channels + c]);
            bool isBelow = Math.Max(d, e) > Math.Max(a, b);
            upperGradient[c] = !isBelow && !(b > a) ? gradient[c] : 0;
            upperGradient[channels + c] = !isBelow && b > a ? gradient[c] : 0;
            lowerGradient[c] = isBelow && !(e > d) ? gradient[c] : 0;
            lowerGradient[channels + c] = isBelow && e > d ? gradient[c] : 0;
        }
    }

    static int Route<T>(
        ReadOnlySpan<float> upper, ReadOnlySpan<float> lower, ReadOnlySpan<float> gradient,
        Span<float> upperGradient, Span<float> lowerGradient)
        where T : struct, ILane<T>
    {
        ref float u = ref MemoryMarshal.GetReference(upper), l = ref MemoryMarshal.GetReference(lower);
        ref float du = ref MemoryMarshal.GetReference(upperGradient), dl = ref MemoryMarshal.GetReference(lowerGradient);
        int channels = gradient.Length, c = 0;
        for (; c <= channels - T.Count; c += T.Count)
        {
            T a = T.Load(ref u, c), b = T.Load(ref u, channels + c), d = T.Load(ref l, c), e = T.Load(ref l, channels + c);
            T g = T.Load(ref MemoryMarshal.GetReference(gradient), c);
            T below = T.WherePositive(T.Max(d, e) - T.Max(a, b), g, default), above = g - below;
            T right = T.WherePositive(b - a, above, default);
            T.Store(above - right, ref du, c);
            T.Store(right, ref du, channels + c);
            right = T.WherePositive(e - d, below, default);
            T.Store(below - right, ref dl, c);
            T.Store(right, ref dl, channels + c);
        }
        return c;
    }
}
