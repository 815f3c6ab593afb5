using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Itoloc.Fingerprints;

namespace Itoloc.Server.Surveys;

/// <summary>
/// What makes a scan the same scan: everything its sender said, in whatever order the readings came. Two phones in one
/// millisecond differ; the same scan sent twice does not.
/// </summary>
static class ScanIdentity
{
    /// <summary>Bytes kept of the hash: a chance of two alike in 10⁹ scans of under 10⁻²⁰.</summary>
    const int Length = 16;

    /// <summary>The hash of a scan.</summary>
    /// <param name="scan">As sent, before its time is set right.</param>
    /// <param name="occurrence">
    /// 0, but for a scan without a time that stands in a request n times before: only its place tells it from those.
    /// </param>
    public static byte[] Of(Scan scan, int occurrence = 0)
    {
        StringBuilder text = new();
        Append(text, scan.Building);
        Append(text, scan.Floor);
        Append(text, scan.Region);
        Append(text, scan.X?.ToString("R", CultureInfo.InvariantCulture));
        Append(text, scan.Y?.ToString("R", CultureInfo.InvariantCulture));
        Append(text, scan.Device);
        Append(text, scan.Time?.UtcTicks.ToString(CultureInfo.InvariantCulture));
        Append(text, occurrence == 0 ? null : occurrence.ToString(CultureInfo.InvariantCulture));
        foreach (Reading reading in scan.Readings.OrderBy(reading => reading.AccessPoint, StringComparer.Ordinal))
        {
            Append(text, reading.AccessPoint);
            Append(text, reading.RssiDbm.ToString("R", CultureInfo.InvariantCulture));
        }
        return SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString()))[..Length];
    }

    // Lengths in front, so that no two lists of texts are written alike; absent differs from empty.
    static void Append(StringBuilder text, string? value)
    {
        if (value is null)
            text.Append('-');
        else
            text.Append(value.Length).Append(':').Append(value);
    }
}
