namespace Itoloc.Datasets.Simulation;

/// <summary>One transmitter of an access point.</summary>
/// <param name="Band">The band it sends in.</param>
/// <param name="PowerDbm">Radiated power (EIRP) in dBm.</param>
/// <param name="Bssids">The networks it announces ("virtual access points"): one antenna and power, own beacons.</param>
public sealed record Radio(Band Band, double PowerDbm, IReadOnlyList<string> Bssids);
