namespace Itoloc.Server.Surveys;

/// <summary>Which times of a phone to believe.</summary>
static class ScanClock
{
    /// <summary>No phone scanned WiFi before; a clock that says so was never set.</summary>
    static readonly DateTimeOffset Earliest = new(2000, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>How far a clock may be ahead of ours and still be called a clock.</summary>
    static readonly TimeSpan Ahead = TimeSpan.FromMinutes(10);

    /// <summary>The time a scan was taken: as it says, or else when it was received.</summary>
    public static DateTimeOffset TimeOf(DateTimeOffset? said, DateTimeOffset received) =>
        said is { } time && IsBelievable(time, received) ? time : received;

    public static bool IsBelievable(DateTimeOffset said, DateTimeOffset received) => said >= Earliest && said <= received + Ahead;
}
