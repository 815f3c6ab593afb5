namespace Itoloc.Datasets.Simulation;

/// <summary>How often access points change, as plain data; when it happens to which follows from the seed.</summary>
/// <remarks>Times are days after the survey. Sources of the numbers: <c>docs/simulation.md</c>, "Months".</remarks>
public sealed record Changes
{
    const double PowerHoldsDays = 90;
    const double PowerStep = 3;
    const double OutagePeriodDays = 100;

    /// <summary>The rates fitted to real buildings.</summary>
    public static Changes Default { get; } = new();

    /// <summary>Nothing ever changes.</summary>
    public static Changes None { get; } = new() { FromDay = double.PositiveInfinity };

    /// <summary>The day from which on anything changes.</summary>
    public double FromDay { get; init; } = 1;

    /// <summary>Days until a box is replaced by another at its place, taken away for good, or put up elsewhere; mean.</summary>
    public double ChangeAfterDays { get; init; } = 1500;

    /// <summary>Share of those changes (0 to 1) in which the box is replaced.</summary>
    public double ReplacedShare { get; init; } = 0.36;

    /// <summary>Share of those changes (0 to 1) in which it is taken away; in the rest it is moved.</summary>
    public double RemovedShare { get; init; } = 0.36;

    /// <summary>Days until somebody puts up another box near one; mean.</summary>
    public double AddedAfterDays { get; init; } = 4000;

    /// <summary>How far a moved box goes, and how far from the others a new one comes, at most, in metres.</summary>
    public double FarthestMoveMetres { get; init; } = 10;

    /// <summary>The first day on which the boxes of a large network may be renewed together.</summary>
    public double RenewedFromDay { get; init; } = 90;

    /// <summary>The last such day.</summary>
    public double RenewedUntilDay { get; init; } = 330;

    /// <summary>Share of the managed boxes that are then replaced (0 to 1).</summary>
    public double RenewedShare { get; init; } = 0.15;

    /// <summary>Days for which a carried hotspot stays the same before another comes in its stead.</summary>
    public double HotspotDays { get; init; } = 10;

    /// <summary>Share of boxes (0 to 1) that fail once in a hundred days.</summary>
    public double OutageShare { get; init; } = 0.25;

    /// <summary>The longest outage in days.</summary>
    public double LongestOutageDays { get; init; } = 7;

    /// <summary>Whether a box is out of order at a time.</summary>
    internal bool IsOut(Seed accessPoint, double day)
    {
        if (day < FromDay)
            return false;
        double period = Math.Floor((day - FromDay) / OutagePeriodDays);
        Seed outage = accessPoint.With("outage").With((long)period);
        double length = LongestOutageDays * outage.With("length").Uniform();
        double since = day - FromDay - period * OutagePeriodDays
            - (OutagePeriodDays - length) * outage.With("start").Uniform();
        return outage.Uniform() < OutageShare && since >= 0 && since < length;
    }

    /// <summary>What the controller has added to a radio's power since the survey, in dB: -3, 0 or 3.</summary>
    internal double PowerStepDb(Seed radio, double day)
    {
        Seed power = radio.With("power");
        double period = Math.Floor((day - FromDay) / PowerHoldsDays + power.Uniform());
        return period < 1
            ? 0
            : power.With((long)period).Uniform() switch { < 0.25 => -PowerStep, < 0.5 => PowerStep, _ => 0 };
    }
}
