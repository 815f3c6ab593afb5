namespace Itoloc.Datasets.Simulation;

/// <summary>A device that scans: what it makes of the power that arrives.</summary>
/// <param name="Name">The name it gives in a scan; two units of one model have two names.</param>
/// <param name="Response24">How it reports 2.4 GHz.</param>
/// <param name="Response5">How it reports 5 GHz; null for a device that cannot hear that band.</param>
/// <param name="FloorDbm">The weakest value it ever reports, in dBm. Above it an access point is heard the more surely
/// the stronger it is.</param>
/// <param name="SaturationDbm">The strongest value it ever reports, in dBm.</param>
public sealed record Phone(
    string Name, Response Response24, Response? Response5, int FloorDbm, int SaturationDbm);
