namespace Itoloc.Server.Jobs;

/// <summary>How far a job is. Written by the work, read by whoever asks.</summary>
sealed class JobProgress
{
    double _fraction;
    volatile string? _message;

    /// <summary>Work done, 0 to 1.</summary>
    public double Fraction => Volatile.Read(ref _fraction);

    /// <summary>What it is at, in one line.</summary>
    public string? Message => _message;

    public void Report(double fraction, string message)
    {
        Volatile.Write(ref _fraction, Math.Clamp(fraction, 0, 1));
        _message = message;
    }
}
