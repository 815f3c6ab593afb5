using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Itoloc.Nn.Kernels;

/// <summary>A vector of floats of some width, so that a kernel is written once for 512 bits and for whatever else there is.</summary>
/// <typeparam name="T">The vector itself.</typeparam>
interface ILane<T>
    where T : struct, ILane<T>
{
    /// <summary>Floats in a vector.</summary>
    static abstract int Count { get; }

    static abstract T operator +(T left, T right);

    static abstract T operator -(T left, T right);

    static abstract T operator *(T left, float right);

    static abstract T operator -(T value);

    /// <summary>The larger of each two values.</summary>
    static abstract T Max(T left, T right);

    /// <summary>Takes a value of <paramref name="yes"/> where <paramref name="t"/> is above 0, else one of <paramref name="no"/>.</summary>
    static abstract T WherePositive(T t, T yes, T no);

    /// <summary>Reads the vector at <c>x[i]</c>.</summary>
    static abstract T Load(ref float x, nint i);

    /// <summary>Writes a vector to <c>y[i]</c>.</summary>
    static abstract void Store(T value, ref float y, nint i);

    /// <summary>A vector of one value.</summary>
    static abstract T Create(float value);

    /// <summary>Computes <c>sum + factor · x</c>.</summary>
    static abstract T Add(T sum, T factor, T x);

    /// <summary>Computes <c>sum + factor · x</c>.</summary>
    static abstract T Add(T sum, float factor, T x);
}

/// <summary>512 bits: for processors that have them, unbearably slow on others.</summary>
readonly struct Wide(Vector512<float> value) : ILane<Wide>
{
    readonly Vector512<float> _value = value;

    public static int Count => Vector512<float>.Count;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Wide operator +(Wide left, Wide right) => new(left._value + right._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Wide operator -(Wide left, Wide right) => new(left._value - right._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Wide operator *(Wide left, float right) => new(left._value * right);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Wide operator -(Wide value) => new(-value._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Wide Max(Wide left, Wide right) => new(Vector512.Max(left._value, right._value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Wide WherePositive(Wide t, Wide yes, Wide no) =>
        new(Vector512.ConditionalSelect(Vector512.GreaterThan(t._value, Vector512<float>.Zero), yes._value, no._value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Wide Load(ref float x, nint i) => new(Vector512.LoadUnsafe(ref Unsafe.Add(ref x, i)));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Wide value, ref float y, nint i) => value._value.StoreUnsafe(ref Unsafe.Add(ref y, i));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Wide Create(float value) => new(Vector512.Create(value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Wide Add(Wide sum, Wide factor, Wide x) =>
        new(Vector512.MultiplyAddEstimate(factor._value, x._value, sum._value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Wide Add(Wide sum, float factor, Wide x) =>
        new(Vector512.MultiplyAddEstimate(Vector512.Create(factor), x._value, sum._value));
}

/// <summary>What <see cref="Vector{T}"/> is: 256 bits with AVX2, else 128.</summary>
readonly struct Narrow(Vector<float> value) : ILane<Narrow>
{
    readonly Vector<float> _value = value;

    public static int Count => Vector<float>.Count;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Narrow operator +(Narrow left, Narrow right) => new(left._value + right._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Narrow operator -(Narrow left, Narrow right) => new(left._value - right._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Narrow operator *(Narrow left, float right) => new(left._value * right);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Narrow operator -(Narrow value) => new(-value._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Narrow Max(Narrow left, Narrow right) => new(Vector.Max(left._value, right._value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Narrow WherePositive(Narrow t, Narrow yes, Narrow no) =>
        new(Vector.ConditionalSelect(Vector.GreaterThan(t._value, Vector<float>.Zero), yes._value, no._value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Narrow Load(ref float x, nint i) => new(Vector.LoadUnsafe(ref Unsafe.Add(ref x, i)));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Narrow value, ref float y, nint i) => value._value.StoreUnsafe(ref Unsafe.Add(ref y, i));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Narrow Create(float value) => new(new Vector<float>(value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Narrow Add(Narrow sum, Narrow factor, Narrow x) =>
        new(Vector.MultiplyAddEstimate(factor._value, x._value, sum._value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Narrow Add(Narrow sum, float factor, Narrow x) =>
        new(Vector.MultiplyAddEstimate(new Vector<float>(factor), x._value, sum._value));
}
