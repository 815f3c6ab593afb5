namespace Itoloc.Datasets;

/// <summary>The formats that can be imported.</summary>
public static class Importers
{
    /// <summary>All importers, in the order to list them.</summary>
    public static IReadOnlyList<IImporter> All { get; } =
    [
        new UjiIndoorLoc(),
        new UjiLib(),
        new CsuHet(),
        new MtLoc(),
        new IndoorCompetition(),
        new Anyplace(),
        new Find3(),
        new Wigle(),
    ];

    /// <summary>The importer of that name, or null.</summary>
    public static IImporter? Find(string name) => All.FirstOrDefault(importer => importer.Name == name);
}
