namespace Itoloc.Datasets.Simulation;

/// <summary>The buildings that can be simulated. Each is made when first asked for: plans take time to read.</summary>
public static class Scenarios
{
    static readonly Lazy<Scenario>[] Made = [new(Office.Create), new(Classroom.Create), new(Mall.Create)];

    /// <summary>What there is, by name (in lower case), in the order of the paper's Table I.</summary>
    public static IReadOnlyList<(string Name, string Description)> Names { get; } =
    [
        (Office.Name, Office.Description), (Classroom.Name, Classroom.Description), (Mall.Name, Mall.Description),
    ];

    /// <summary>All of them, in the order of <see cref="Names"/>.</summary>
    public static IReadOnlyList<Scenario> All => [.. Made.Select(scenario => scenario.Value)];

    /// <summary>The scenario of that name (in lower case), or null.</summary>
    public static Scenario? Find(string name) =>
        Names.Index().Where(known => known.Item.Name == name).Select(known => Made[known.Index].Value).FirstOrDefault();
}
