namespace Itoloc.Datasets;

/// <summary>Network names, which we look at only to respect them; they are never kept.</summary>
public static class Ssid
{
    /// <summary>Whether the owner asks to be left out of location databases.</summary>
    public static bool OptsOut(string ssid) => ssid.EndsWith("_nomap", StringComparison.Ordinal);
}
