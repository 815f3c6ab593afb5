using System.Numerics;
using System.Runtime.CompilerServices;

namespace Itoloc.Nn.Kernels;

/// <summary>Short names for one vector's loads and stores.</summary>
static class Lane
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<float> Load(ref float x, nint i) => Vector.LoadUnsafe(ref Unsafe.Add(ref x, i));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Vector<float> value, ref float y, nint i) => value.StoreUnsafe(ref Unsafe.Add(ref y, i));
}
