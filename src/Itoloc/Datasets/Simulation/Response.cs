namespace Itoloc.Datasets.Simulation;

/// <summary>What a phone reports in one band: <c>−70 + OffsetDb + Slope · (level + 70)</c>.</summary>
/// <param name="OffsetDb">Reported minus arriving level at −70 dBm, in dB; antenna and hand make it negative.</param>
/// <param name="Slope">Reported dB for one dB of level; 1 for a perfect receiver.</param>
public sealed record Response(double OffsetDb, double Slope)
{
    const double PivotDbm = -70;

    /// <summary>The level reported, in dBm, before noise, rounding and limits.</summary>
    public double Report(double levelDbm) => PivotDbm + OffsetDb + Slope * (levelDbm - PivotDbm);
}
