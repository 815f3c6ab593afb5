using System.Runtime.InteropServices;

namespace Itoloc.Nn.Kernels;

/// <summary>Working memory that starts at a cache line, so that no vector of up to 64 bytes in it lies across two.</summary>
sealed class AlignedBuffer
{
    const int LineBytes = 64;

    float[] _values = [];
    int _start;

    /// <summary>The first floats of the buffer, made larger if it is too small; what was in it is then lost.</summary>
    public Span<float> Ensure(int length)
    {
        if (_values.Length < length + LineBytes / sizeof(float))
        {
            // Pinned, because a start once found must stay one.
            _values = GC.AllocateArray<float>(length + LineBytes / sizeof(float), pinned: true);
            nint address = Marshal.UnsafeAddrOfPinnedArrayElement(_values, 0);
            _start = (int)(-address & LineBytes - 1) / sizeof(float);
        }
        return _values.AsSpan(_start, length);
    }
}
