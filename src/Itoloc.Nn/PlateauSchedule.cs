namespace Itoloc.Nn;

/// <summary>A learning rate that is divided by ten when the error has not improved for some epochs.</summary>
/// <remarks>iToLoc, Section V-A2 ("divided by 10 when the error plateaus"); patience and threshold are ours.</remarks>
public sealed class PlateauSchedule(float rate, int patience, double improvement = 1e-3)
{
    double _best = double.PositiveInfinity;
    int _waited;

    /// <summary>The rate now.</summary>
    public float Rate { get; private set; } = rate;

    /// <summary>Takes note of an epoch's error.</summary>
    /// <param name="error">Any figure that falls as training succeeds.</param>
    public void Observe(double error)
    {
        if (error < _best * (1 - improvement))
        {
            _best = error;
            _waited = 0;
        }
        else if (++_waited >= patience)
        {
            Rate /= 10;
            _waited = 0;
        }
    }
}
