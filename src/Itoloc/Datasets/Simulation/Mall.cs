namespace Itoloc.Datasets.Simulation;

/// <summary>The shopping mall of the paper's Table I: public areas of 2,130 m², 30 regions, seven months.</summary>
/// <remarks>The paper gives these numbers, a small picture and the redecoration in week 18; the plan in
/// <c>Plans/mall.geojson</c> is ours: galleries round an atrium with a hall, a court and arms, shops behind glass, which
/// nobody surveys. The paper names no density: points stand 2 m apart.</remarks>
static class Mall
{
    public const string Name = "mall";

    public const string Description =
        "The paper's shopping mall (simulated): public areas of 2,130 m², 30 regions, seven months.";

    const int Hotspots = 16;

    public static Scenario Create()
    {
        var plan = new PlanFile(Name);
        return new()
        {
            Name = Name,
            Description = Description,
            Outline = plan.Outline,
            GridMetres = 2,
            FullScans = 288_000,
            DurationDays = 213,
            TestDays = [7, 30, 61, 91, 122, 152, 183, 213],
            Redecoration = plan.Redecoration,
            Regions = plan.Regions,
            Walls = plan.Walls,
            Doors = plan.Doors,
            AccessPoints = [.. plan.AccessPoints, .. Hotspot.Several(Hotspots)],
            Occupancy = new Occupancy(
                PeoplePerSquareMetre: 0.25,
                Weekday:
                [
                    0, 0, 0, 0, 0, 0, 0, 0, 0.05, 0.1, 0.3, 0.5,
                    0.7, 0.6, 0.4, 0.4, 0.4, 0.6, 0.8, 0.9, 0.8, 0.5, 0.1, 0,
                ],
                Weekend:
                [
                    0, 0, 0, 0, 0, 0, 0, 0, 0.05, 0.2, 0.5, 0.8,
                    0.9, 0.9, 1, 1, 1, 1, 1, 1, 0.9, 0.6, 0.1, 0,
                ]),
            SurveyPhones = Phones.Survey,
            TestPhones = Phones.Test,
        };
    }
}
