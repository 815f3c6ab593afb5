namespace Itoloc.Datasets.Simulation;

/// <summary>
/// A random number that depends only on the path to it: <c>seed.With("drift").With(3)</c> gives the same value whatever
/// else was drawn before, on every machine and in every version.
/// </summary>
/// <remarks>Mixing: SplitMix64's finaliser (Steele, Lea and Flood 2014). Strings: FNV-1a, because
/// <see cref="string.GetHashCode()"/> differs from run to run.</remarks>
readonly record struct Seed(ulong Value)
{
    public Seed With(long number) => new(Mix(Value ^ Mix((ulong)number)));

    public Seed With(string name)
    {
        ulong hash = 0xCBF29CE484222325;
        foreach (char c in name)
            hash = (hash ^ c) * 0x100000001B3;
        return With((long)hash);
    }

    /// <summary>Even on [0, 1).</summary>
    public double Uniform() => (Mix(Value) >> 11) * (1.0 / (1UL << 53));

    /// <summary>Normal with mean 0 and deviation 1 (Box and Muller 1958).</summary>
    public double Gaussian() =>
        Math.Sqrt(-2 * Math.Log(1 - With(0).Uniform())) * Math.Cos(Math.Tau * With(1).Uniform());

    static ulong Mix(ulong z)
    {
        z += 0x9E3779B97F4A7C15;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }
}
