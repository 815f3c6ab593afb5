using System.Numerics;

namespace Itoloc.Datasets.Simulation;

/// <summary>The office of the paper's Table I: one floor, 600 m², 13 regions, reference points every metre.</summary>
/// <remarks>The paper gives these numbers and a small picture; rooms, walls and access points are ours.</remarks>
static class Office
{
    public const string Name = "office";

    public const string Description =
        "The paper's office building (simulated): 600 m², 13 regions, reference points every metre.";

    const float Width = 30, Depth = 20;

    // The corridor runs from west to east between these two.
    const float South = 9, North = 11;

    // Rooms along the corridor: name, western and eastern wall, where the door is (all in metres from the west end).
    static readonly (string Name, float West, float East, float Door)[] SouthRooms =
    [
        ("S1 open plan", 0, 9, 7), ("S2 office", 9, 13, 10), ("S3 meeting", 13, 18, 14.5f), ("S4 office", 18, 22, 21),
        ("S5 office", 22, 26, 23), ("S6 office", 26, 30, 27),
    ];

    static readonly (string Name, float West, float East, float Door)[] NorthRooms =
    [
        ("N1 laboratory", 0, 6, 3), ("N2 services", 6, 10, 8), ("N3 meeting", 10, 16, 11), ("N4 office", 16, 20, 17),
        ("N5 kitchen", 20, 25, 22), ("N6 office", 25, 30, 28),
    ];

    public static Scenario Create() => new()
    {
        Name = Name,
        Description = Description,
        Outline = Rectangle(0, 0, Width, Depth),
        GridMetres = 1,
        FullScans = 72_000,
        // Until the end of the two weeks nothing but drift changes.
        Changes = Changes.Default with { FromDay = 15 },
        Regions =
        [
            .. SouthRooms.Select(room => new Region(room.Name, Rectangle(room.West, 0, room.East, South))),
            new Region("Corridor", Rectangle(0, South, Width, North)),
            .. NorthRooms.Select(room => new Region(room.Name, Rectangle(room.West, North, room.East, Depth))),
        ],
        Doors =
        [
            .. SouthRooms.Select(room => CorridorDoor(room.Name, room.Door, South, inwards: -0.5f)),
            .. NorthRooms.Select(room => CorridorDoor(room.Name, room.Door, North, inwards: 0.5f)),
        ],
        Walls = Walls,
        AccessPoints = OfficeAccessPoints.All,
        // One desk for 10 m² is common; hours of a Chinese office with a noon break.
        Occupancy = new Occupancy(
            PeoplePerSquareMetre: 0.1,
            Weekday:
            [
                0, 0, 0, 0, 0, 0, 0, 0.1, 0.4, 0.8, 0.9, 0.9,
                0.4, 0.6, 0.9, 0.9, 0.9, 0.8, 0.5, 0.3, 0.2, 0.1, 0, 0,
            ],
            Weekend:
            [
                0, 0, 0, 0, 0, 0, 0, 0, 0, 0.1, 0.1, 0.1,
                0.1, 0.1, 0.1, 0.1, 0.1, 0, 0, 0, 0, 0, 0, 0,
            ]),
        SurveyPhones = Phones.Survey,
        TestPhones = Phones.Test,
    };

    static IReadOnlyList<Wall> Walls =>
    [
        new(new(0, 0), new(Width, 0), Material.Brick),
        new(new(Width, 0), new(Width, Depth), Material.Brick),
        new(new(Width, Depth), new(0, Depth), Material.Brick),
        new(new(0, Depth), new(0, 0), Material.Brick),

        // The corridor's walls; meeting rooms are glazed, the services (stairs, lift, toilets) are a concrete core.
        new(new(0, South), new(13, South), Material.Drywall),
        new(new(13, South), new(18, South), Material.Glass),
        new(new(18, South), new(Width, South), Material.Drywall),
        new(new(0, North), new(6, North), Material.Drywall),
        new(new(6, North), new(10, North), Material.Concrete),
        new(new(10, North), new(16, North), Material.Glass),
        new(new(16, North), new(Width, North), Material.Drywall),

        // Between the rooms, from west to east.
        new(new(9, 0), new(9, South), Material.Drywall),
        new(new(13, 0), new(13, South), Material.Drywall),
        new(new(18, 0), new(18, South), Material.Drywall),
        new(new(22, 0), new(22, South), Material.Drywall),
        new(new(26, 0), new(26, South), Material.Drywall),
        new(new(6, North), new(6, Depth), Material.Concrete),
        new(new(10, North), new(10, Depth), Material.Concrete),
        new(new(16, North), new(16, Depth), Material.Drywall),
        new(new(20, North), new(20, Depth), Material.Brick),
        new(new(25, North), new(25, Depth), Material.Brick),

        // Fronts of the houses next door.
        new(new(-8, -30), new(-8, 50), Material.Brick),
        new(new(42, -30), new(42, 50), Material.Brick),
        new(new(-8, 35), new(42, 35), Material.Brick),
    ];

    static Door CorridorDoor(string room, float x, float wall, float inwards) =>
        new(room, new(x, wall + inwards), "Corridor", new(x, wall - inwards));

    static Vector2[] Rectangle(float left, float bottom, float right, float top) =>
        [new(left, bottom), new(right, bottom), new(right, top), new(left, top)];
}
