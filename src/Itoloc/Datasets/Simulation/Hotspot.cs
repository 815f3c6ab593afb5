using System.Numerics;

namespace Itoloc.Datasets.Simulation;

/// <summary>Phones that share their connection: one network, an address with the "locally administered" bit.</summary>
static class Hotspot
{
    const double PowerDbm = 12;

    /// <summary>One of them.</summary>
    public static AccessPoint Create(string name, string bssid) =>
        new(name, Vector2.Zero, 0, [new Radio(Band.GHz24, PowerDbm, [bssid])]) { Moves = true };

    /// <summary>As many as wanted, at most 256.</summary>
    public static IEnumerable<AccessPoint> Several(int count) =>
        Enumerable.Range(0, count).Select(i => Create($"hotspot-{i + 1}", $"da:a1:19:4e:{i * 37 % 256:x2}:53"));
}
