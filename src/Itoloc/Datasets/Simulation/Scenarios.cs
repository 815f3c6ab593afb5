namespace Itoloc.Datasets.Simulation;

/// <summary>The buildings that can be simulated.</summary>
public static class Scenarios
{
    /// <summary>All of them, in the order of the paper's Table I.</summary>
    public static IReadOnlyList<Scenario> All { get; } = [Office.Create(), Classroom.Create(), Mall.Create()];

    /// <summary>The scenario of that name (in lower case), or null.</summary>
    public static Scenario? Find(string name) => All.FirstOrDefault(scenario => scenario.Name == name);
}
