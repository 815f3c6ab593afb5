namespace Itoloc.Datasets.Simulation;

/// <summary>How many people are in the building, hour by hour.</summary>
/// <param name="PeoplePerSquareMetre">Density when the building is full.</param>
/// <param name="Weekday">24 shares of the full number (0 to 1), one an hour, Monday to Friday.</param>
/// <param name="Weekend">24 shares of the full number, Saturday and Sunday.</param>
public sealed record Occupancy(
    double PeoplePerSquareMetre, IReadOnlyList<double> Weekday, IReadOnlyList<double> Weekend)
{
    /// <summary>The share of the full number present (0 to 1); the building's clock shows UTC.</summary>
    public double ShareAt(DateTimeOffset time) =>
        (time.DayOfWeek is DayOfWeek.Saturday or DayOfWeek.Sunday ? Weekend : Weekday)[time.UtcDateTime.Hour];
}
