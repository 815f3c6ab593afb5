using Itoloc.Fingerprints;

namespace Itoloc.Tests.Evaluation;

/// <summary>
/// Twenty points two metres apart on each of two floors, six access points, two phones, two scans each.
/// </summary>
static class ToyBuilding
{
    public static IReadOnlyList<Scan> Survey(int seed)
    {
        var random = new Random(seed);
        return
        [
            .. from floor in Enumerable.Range(0, 2)
               from point in Enumerable.Range(0, 20)
               from phone in Enumerable.Range(0, 2)
               from repeat in Enumerable.Range(0, 2)
               select ScanAt(floor, 2 * (point % 5), 2 * (point / 5), phone, random),
        ];
    }

    static Scan ScanAt(int floor, double x, double y, int phone, Random random)
    {
        var readings =
            from ap in Enumerable.Range(0, 6)
            let distance = Math.Sqrt(Math.Pow(x - 4 * (ap % 3), 2) + Math.Pow(y - 6 * (ap % 2), 2) + 1)
            let wall = ap / 3 == floor ? 0 : 15
            let dbm = -40 - 25 * Math.Log10(distance) - wall - 4 * phone + 2 * random.NextDouble()
            select new Reading($"02:00:00:00:{ap:x2}:00", (float)Math.Round(dbm));
        return new()
        {
            Site = "toy",
            Building = "b",
            Floor = $"{floor}",
            X = x,
            Y = y,
            Device = $"phone {phone}",
            Readings = [.. readings],
        };
    }
}
