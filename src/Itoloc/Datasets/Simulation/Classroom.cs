namespace Itoloc.Datasets.Simulation;

/// <summary>The classroom building of the paper's Table I: 1,360 m², 18 regions, points every 1.5 m.</summary>
/// <remarks>The paper gives these numbers and a small picture; <c>Plans/classroom.geojson</c> is ours.</remarks>
static class Classroom
{
    public const string Name = "classroom";

    public const string Description =
        "The paper's classroom building (simulated): 1,360 m², 18 regions, reference points every 1.5 m.";

    const int Hotspots = 8;

    public static Scenario Create()
    {
        var plan = new PlanFile(Name);
        return new()
        {
            Name = Name,
            Description = Description,
            Outline = plan.Outline,
            GridMetres = 1.5f,
            FullScans = 96_000,
            Regions = plan.Regions,
            Walls = plan.Walls,
            Doors = plan.Doors,
            AccessPoints = [.. plan.AccessPoints, .. Hotspot.Several(Hotspots)],
            // A seat for 2 m² with corridors counted in; full or nearly empty by double lessons.
            Occupancy = new Occupancy(
                PeoplePerSquareMetre: 0.4,
                Weekday:
                [
                    0, 0, 0, 0, 0, 0, 0, 0.1, 0.9, 0.9, 0.6, 0.9,
                    0.1, 0.2, 0.9, 0.9, 0.2, 0.7, 0.1, 0.6, 0.6, 0.2, 0, 0,
                ],
                Weekend:
                [
                    0, 0, 0, 0, 0, 0, 0, 0, 0.1, 0.2, 0.2, 0.2,
                    0.1, 0.2, 0.2, 0.2, 0.2, 0.1, 0.1, 0.2, 0.2, 0.1, 0, 0,
                ]),
            SurveyPhones = Phones.Survey,
            TestPhones = Phones.Test,
        };
    }
}
