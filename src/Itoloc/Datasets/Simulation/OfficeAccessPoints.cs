using System.Numerics;

namespace Itoloc.Datasets.Simulation;

/// <summary>Everything that sends in and around the office.</summary>
static class OfficeAccessPoints
{
    public static IReadOnlyList<AccessPoint> All { get; } =
    [
        // The company's own: five boxes under the ceiling, three networks each (staff, voice, guests).
        Ceiling("office-1", 4.5f, 4.5f, 0, "70:3a:0e:51:2c"),
        Ceiling("office-2", 13, 15.5f, 0, "70:3a:0e:51:37"),
        Ceiling("office-3", 16, 10, 0, "70:3a:0e:51:40"),
        Ceiling("office-4", 24, 4.5f, 0, "70:3a:0e:51:5e"),
        Ceiling("office-5", 27, 15.5f, 0, "70:3a:0e:51:63"),

        // The tenants above and below have the same make; their floors are not surveyed.
        Ceiling("above-1", 8, 12, 1, "70:3a:0e:5a:11"),
        Ceiling("above-2", 23, 8, 1, "70:3a:0e:5a:2d"),
        Ceiling("below-1", 12, 5, 1, "70:3a:0e:5c:08"),
        Ceiling("below-2", 25, 13, 1, "70:3a:0e:5c:4f"),
        Ceiling("two-above-1", 6, 4, 2, "70:3a:0e:61:72"),
        Ceiling("two-above-2", 20, 16, 2, "70:3a:0e:61:9a"),
        Ceiling("two-below-1", 16, 10, 2, "70:3a:0e:66:03"),

        // Across the yard one maker numbers both bands in one block, 2.4 GHz from 0 up and 5 GHz from f down:
        // "equal but for the last digit" does not always mean "the same radio".
        OneBlock("west-1", -12, 4, "00:1e:be:8f:21:b"),
        OneBlock("west-2", -14, 17, "00:1e:be:8f:3d:4"),
        OneBlock("north-1", 6, 39, "00:1e:be:90:77:a"),

        // Routers of flats and shops: 2.4 GHz, own network and guests.
        Router("east-1", 45, 3, "c8:3a:35:10:8b:4"),
        Router("east-2", 47, 12, "50:bd:5f:2e:90:c"),
        Router("east-3", 44, 19, "c8:3a:35:66:02:d"),
        Router("north-2", 15, 38, "50:bd:5f:73:d1:8"),
        Router("north-3", 25, 41, "d8:15:0d:c4:5a:6"),
        Router("south-1", 5, -15, "50:bd:5f:0b:7e:2"),
        Router("south-2", 21, -18, "d8:15:0d:39:f4:e"),
        Router("south-3", 33, -13, "c8:3a:35:81:c6:0"),

        // Phones that share their connection: an address with the "locally administered" bit, here and there.
        Hotspot.Create("hotspot-1", "da:a1:19:4e:07:53"),
        Hotspot.Create("hotspot-2", "92:68:c3:b0:1f:2a"),
    ];

    static AccessPoint Ceiling(string name, float x, float y, int floorsAway, string mac) =>
        new(name, new Vector2(x, y), floorsAway,
        [
            new Radio(Band.GHz24, 14, Bssids($"{mac}:a", "012")),
            new Radio(Band.GHz5, 17, Bssids($"{mac}:b", "012")),
        ])
        {
            IsManaged = true,
        };

    static AccessPoint OneBlock(string name, float x, float y, string mac) =>
        new(name, new Vector2(x, y), 0,
            [new Radio(Band.GHz24, 17, Bssids(mac, "0123")), new Radio(Band.GHz5, 17, Bssids(mac, "fedc"))]);

    static AccessPoint Router(string name, float x, float y, string mac) =>
        new(name, new Vector2(x, y), 0, [new Radio(Band.GHz24, 20, Bssids(mac, "45"))]);

    static IReadOnlyList<string> Bssids(string start, string lastDigits) =>
        [.. lastDigits.Select(digit => $"{start}{digit}")];
}
