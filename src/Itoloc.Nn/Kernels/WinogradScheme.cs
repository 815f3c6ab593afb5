using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Itoloc.Nn.Kernels;

/// <summary>A square block of vectors in memory: where it starts, and the floats between its rows and its columns.</summary>
readonly record struct Block(int Start, int RowStep, int ColumnStep);

/// <summary>The two-dimensional transforms of one Winograd scheme: L·X·Lᵀ for each of its linear maps L.</summary>
abstract class WinogradScheme
{
    /// <summary>F(4×4, 3×3).</summary>
    public static readonly WinogradScheme Window3 = new WinogradScheme<
        SixPoints.Input, SixPoints.Output, SixPoints.OutputGradient, SixPoints.Weight, SixPoints.WeightGradient>();

    /// <summary>F(4×4, 5×5).</summary>
    public static readonly WinogradScheme Window5 = new WinogradScheme<
        EightPoints.Input, EightPoints.Output, EightPoints.OutputGradient, EightPoints.Weight, EightPoints.WeightGradient>();

    /// <summary>Side of a tile of outputs.</summary>
    public abstract int Outputs { get; }

    /// <summary>Side of the window.</summary>
    public abstract int Window { get; }

    /// <summary>Side of a tile of inputs, which is also the number of points.</summary>
    public abstract int Points { get; }

    /// <summary>Bᵀ·X·B: [points, points] pixels → products' left side.</summary>
    public abstract void Input(float[] x, Block from, float[] y, Block to, int channels, float[] scratch);

    /// <summary>Aᵀ·X·A: products → [outputs, outputs] pixels.</summary>
    public abstract void Output(float[] x, Block from, float[] y, Block to, int channels, float[] scratch);

    /// <summary>A·X·Aᵀ: [outputs, outputs] pixels' gradients → products.</summary>
    public abstract void OutputGradient(float[] x, Block from, float[] y, Block to, int channels, float[] scratch);

    /// <summary>G·X·Gᵀ: [window, window] weights → products' right side.</summary>
    public abstract void Weight(float[] x, Block from, float[] y, Block to, int channels, float[] scratch);

    /// <summary>Gᵀ·X·G: products → [window, window] weights' gradients.</summary>
    public abstract void WeightGradient(float[] x, Block from, float[] y, Block to, int channels, float[] scratch);
}

/// <inheritdoc/>
sealed class WinogradScheme<TInput, TOutput, TOutputGradient, TWeight, TWeightGradient> : WinogradScheme
    where TInput : struct, ILinearMap
    where TOutput : struct, ILinearMap
    where TOutputGradient : struct, ILinearMap
    where TWeight : struct, ILinearMap
    where TWeightGradient : struct, ILinearMap
{
    public override int Outputs => TOutput.To;

    public override int Window => TWeight.From;

    public override int Points => TInput.To;

    public override void Input(float[] x, Block from, float[] y, Block to, int channels, float[] scratch) =>
        Transform<TInput>(x, from, y, to, channels, scratch);

    public override void Output(float[] x, Block from, float[] y, Block to, int channels, float[] scratch) =>
        Transform<TOutput>(x, from, y, to, channels, scratch);

    public override void OutputGradient(float[] x, Block from, float[] y, Block to, int channels, float[] scratch) =>
        Transform<TOutputGradient>(x, from, y, to, channels, scratch);

    public override void Weight(float[] x, Block from, float[] y, Block to, int channels, float[] scratch) =>
        Transform<TWeight>(x, from, y, to, channels, scratch);

    public override void WeightGradient(float[] x, Block from, float[] y, Block to, int channels, float[] scratch) =>
        Transform<TWeightGradient>(x, from, y, to, channels, scratch);

    // Columns into scratch, then rows of scratch into y; a vector of channels at a time.
    static void Transform<TMap>(float[] x, Block from, float[] y, Block to, int channels, float[] scratch)
        where TMap : struct, ILinearMap
    {
        ref float source = ref Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(x), from.Start);
        ref float target = ref Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(y), to.Start);
        ref float middle = ref MemoryMarshal.GetArrayDataReference(scratch);
        for (int c = 0; c < channels; c += Vector<float>.Count)
        {
            for (int j = 0; j < TMap.From; j++)
            {
                TMap.Apply(
                    ref Unsafe.Add(ref source, c + j * from.ColumnStep), from.RowStep,
                    ref Unsafe.Add(ref middle, j * Vector<float>.Count), TMap.From * Vector<float>.Count);
            }
            for (int i = 0; i < TMap.To; i++)
            {
                TMap.Apply(
                    ref Unsafe.Add(ref middle, i * TMap.From * Vector<float>.Count), Vector<float>.Count,
                    ref Unsafe.Add(ref target, c + i * to.RowStep), to.ColumnStep);
            }
        }
    }
}
