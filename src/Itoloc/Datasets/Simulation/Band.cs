namespace Itoloc.Datasets.Simulation;

/// <summary>The frequency band a simulated radio sends in.</summary>
public enum Band
{
    /// <summary>2.4 GHz.</summary>
    GHz24,

    /// <summary>5 GHz.</summary>
    GHz5,
}
