namespace Itoloc.Nn;

/// <summary>What the layers of a network do in a pass.</summary>
public enum Mode
{
    /// <summary>Batch statistics, dropout on, everything kept for the backward pass.</summary>
    Training,

    /// <summary>Running statistics, dropout off.</summary>
    Evaluation,

    /// <summary>Running statistics, dropout on: for asking how stable an answer is (iToLoc, Section IV-A).</summary>
    Sampling,
}

/// <summary>Everything a pass through the network shares: what to do, with which threads, with which randomness.</summary>
/// <param name="mode">What the layers do.</param>
/// <param name="team">The threads.</param>
public sealed class Pass(Mode mode, ThreadTeam team)
{
    // Two of a kind, since one is read while the next is written.
    readonly Dictionary<(Shape Shape, int Halo), (Tensor Current, Tensor Next)> _gradients = [];

    /// <summary>What the layers do.</summary>
    public Mode Mode { get; set; } = mode;

    /// <summary>The threads.</summary>
    public ThreadTeam Team { get; } = team;

    /// <summary>Seed of this pass's dropout; the caller changes it for each pass.</summary>
    public ulong Seed { get; set; }

    /// <summary>Memory for a gradient that is of no use once the layer before has turned it into the next one.</summary>
    internal Tensor Gradient(int batch, Shape shape, int halo)
    {
        if (!_gradients.TryGetValue((shape, halo), out (Tensor Current, Tensor Next) pair))
            pair = (new Tensor(0, shape, halo), new Tensor(0, shape, halo));
        _gradients[(shape, halo)] = (pair.Next, pair.Current);
        pair.Next.Resize(batch);
        return pair.Next;
    }
}
