namespace Itoloc.Nn;

/// <summary>A learning rate that is divided by ten when the error has not improved for some epochs.</summary>
/// <remarks>iToLoc, Section V-A2 ("divided by 10 when the error plateaus"); patience and threshold are ours.</remarks>
public sealed class PlateauSchedule(float rate, int patience, double improvement = 1e-3)
{
    // A thousandth of the first rate no longer changes what a network answers.
    const int MaximumDivisions = 3;

    double _best = double.PositiveInfinity;
    int _waited;
    int _divisions;

    /// <summary>The rate now.</summary>
    public float Rate { get; private set; } = rate;

    /// <summary>Whether the error has stopped improving even at a thousandth of the first rate: training may end.</summary>
    public bool IsOver => _divisions > MaximumDivisions;

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
            _divisions++;
            _waited = 0;
        }
    }
}
