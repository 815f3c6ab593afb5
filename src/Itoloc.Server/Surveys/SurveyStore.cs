using System.Runtime.CompilerServices;
using Itoloc.Fingerprints;
using Itoloc.Server.Sites;
using Itoloc.Server.Storage;
using Microsoft.EntityFrameworkCore;

namespace Itoloc.Server.Surveys;

/// <summary>Reads a site's survey back.</summary>
sealed class SurveyStore(ItolocContext context)
{
    /// <summary>All scans of the survey, in an order that does not depend on when they arrived.</summary>
    public async IAsyncEnumerable<Scan> ReadAsync(Site site, [EnumeratorCancellation] CancellationToken cancellation)
    {
        IAsyncEnumerable<SurveyScan> rows = context.SurveyScans.AsNoTracking()
            .Where(scan => scan.SiteId == site.Id && scan.Retired == null)
            .OrderBy(scan => scan.Time).ThenBy(scan => scan.Hash).ThenBy(scan => scan.Client)
            .AsAsyncEnumerable();
        await foreach (SurveyScan row in rows.WithCancellation(cancellation))
        {
            yield return ScanOf(site, row);
        }
    }

    /// <summary>A stored scan as it was sent, its time set right.</summary>
    public static Scan ScanOf(Site site, SurveyScan row) => new()
    {
        Site = site.Name,
        Building = NameOrNull(row.Building),
        Floor = NameOrNull(row.Floor),
        Region = row.Region,
        X = row.X,
        Y = row.Y,
        Device = row.Device,
        Time = row.Time is long time ? DateTimeOffset.FromUnixTimeMilliseconds(time) : null,
        Readings = ReadingsCodec.Decode(row.Readings),
    };

    static string? NameOrNull(string name) => name.Length == 0 ? null : name;
}
