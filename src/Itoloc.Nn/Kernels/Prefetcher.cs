using System.Runtime.CompilerServices;

namespace Itoloc.Nn.Kernels;

/// <summary>Memory that is needed soon: a product asks for it line by line while it multiplies, so that nobody waits for it later.</summary>
sealed class Prefetcher
{
    readonly List<(float[] Values, int Start, int End)> _runs = [];
    readonly float[] _nothing = new float[16];
    int _run;

    /// <summary>Forgets what was planned.</summary>
    public void Clear()
    {
        _runs.Clear();
        _run = 0;
    }

    /// <summary>Plans a run of floats.</summary>
    public void Plan(float[] values, int start, int length) => _runs.Add((values, start, start + length));

    /// <summary>Takes the next floats of what is planned.</summary>
    /// <param name="length">How many; at the end of a run they may go beyond it.</param>
    /// <param name="isAny">False when there are no more; the result is then something that costs nothing.</param>
    public ref float Next(int length, out bool isAny)
    {
        isAny = _run < _runs.Count;
        if (!isAny)
            return ref _nothing[0];
        (float[] values, int start, int end) = _runs[_run];
        if (start + length < end)
            _runs[_run] = (values, start + length, end);
        else
            _run++;
        return ref values[start];
    }
}
