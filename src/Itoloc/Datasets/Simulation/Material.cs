namespace Itoloc.Datasets.Simulation;

/// <summary>What a wall is made of, as far as radio waves care.</summary>
/// <param name="Name">The material's name.</param>
/// <param name="Loss24Db">Loss of a path through the wall at 2.4 GHz, in dB (0 or more).</param>
/// <param name="Loss5Db">Loss of a path through the wall at 5 GHz, in dB (0 or more).</param>
/// <remarks>Sources of the values: <c>docs/simulation.md</c>, "Walls".</remarks>
public sealed record Material(string Name, double Loss24Db, double Loss5Db)
{
    /// <summary>Two sheets of plasterboard on studs.</summary>
    public static Material Drywall { get; } = new("drywall", 3, 4);

    /// <summary>A glazed partition.</summary>
    public static Material Glass { get; } = new("glass", 2.5, 3.1);

    /// <summary>A brick wall or an outer wall with windows.</summary>
    public static Material Brick { get; } = new("brick", 8, 12);

    /// <summary>Reinforced concrete: stairwells, lift shafts, service cores.</summary>
    public static Material Concrete { get; } = new("concrete", 14.8, 27);

    /// <summary>The material of that name.</summary>
    /// <exception cref="ArgumentException">There is none.</exception>
    public static Material Find(string name) =>
        new[] { Drywall, Glass, Brick, Concrete }.FirstOrDefault(material => material.Name == name)
        ?? throw new ArgumentException($"No material is called {name}.", nameof(name));

    /// <summary>Loss of a path through the wall, in dB.</summary>
    public double LossDb(Band band) => band == Band.GHz24 ? Loss24Db : Loss5Db;
}
