using System.Globalization;
using Itoloc.Fingerprints;

namespace Itoloc.Training;

/// <summary>The domain of a scan: which device heard it, and in which period. iToLoc, Section III-D.</summary>
/// <remarks>
/// The paper does not say how long a period is. Here it is the shortest of day, week and month in which a domain still
/// has <see cref="MinimumScans"/> scans on average, and all time where none has.
/// </remarks>
public static class DomainLabels
{
    /// <summary>Scans a domain should have on average, so that the discriminator can learn it.</summary>
    public const int MinimumScans = 200;

    /// <summary>The most domains a network tells apart.</summary>
    public const int Maximum = 64;

    /// <summary>Finds each scan's domain.</summary>
    /// <returns>The domains' names, and for each scan the index of its domain.</returns>
    public static (IReadOnlyList<string> Names, int[] Labels) Find(IReadOnlyList<Scan> scans)
    {
        foreach (Func<DateTimeOffset, string> period in (Func<DateTimeOffset, string>[])[Day, Week, Month])
        {
            (IReadOnlyList<string> names, int[] labels) = Label(scans, period);
            if (names.Count <= Maximum && scans.Count >= MinimumScans * names.Count)
                return (names, labels);
        }
        return Label(scans, _ => "");
    }

    static (IReadOnlyList<string> Names, int[] Labels) Label(IReadOnlyList<Scan> scans, Func<DateTimeOffset, string> period)
    {
        string[] keys = [.. scans.Select(scan => $"{scan.Device} {(scan.Time is { } time ? period(time) : "")}".Trim())];
        List<string> names = [.. keys.Distinct().Order(StringComparer.Ordinal)];
        Dictionary<string, int> index = Enumerable.Range(0, names.Count).ToDictionary(i => names[i]);
        return (names, [.. keys.Select(key => index[key])]);
    }

    static string Day(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    static string Week(DateTimeOffset time) =>
        $"{ISOWeek.GetYear(time.UtcDateTime)}-W{ISOWeek.GetWeekOfYear(time.UtcDateTime):00}";

    static string Month(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM", CultureInfo.InvariantCulture);
}
