using Itoloc.Fingerprints;

namespace Itoloc;

/// <summary>Something that answers where scans were taken. Safe to call from several threads at once.</summary>
public interface ILocalizer
{
    /// <summary>Locates each scan by itself; labels in the scans are ignored.</summary>
    /// <param name="scans">The scans, any number.</param>
    /// <returns>One estimate a scan, in the same order.</returns>
    IReadOnlyList<LocationEstimate> Locate(IReadOnlyList<Scan> scans);
}
