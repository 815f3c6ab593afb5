namespace Itoloc.Server.Keys;

/// <summary>What a key may do at its site.</summary>
[Flags]
enum Scope
{
    /// <summary>Nothing in particular: any valid key will do.</summary>
    None = 0,

    /// <summary>Send scans.</summary>
    Ingest = 1,

    /// <summary>Ask where a scan was taken.</summary>
    Locate = 2,

    /// <summary>See what the site holds: its map, survey, models and positions.</summary>
    Read = 4,

    /// <summary>Change the site: floors, training, promotion, its keys.</summary>
    Manage = 8,

    /// <summary>Make sites and see all of them. Only a key without a site has it.</summary>
    Admin = 16,
}
