using System.Numerics;
using Itoloc.Datasets.Simulation;

namespace Itoloc.Server.Demo;

/// <summary>
/// A simulated building some months on: access points replaced by others, moved, or set to another power. That a third
/// are replaced in seven months is an assumption; in a real library half of the strong ones were gone after eleven.
/// </summary>
static class AgedScenario
{
    /// <summary>Months until a box is replaced, moved, turned up or down, each evenly between 0 and this.</summary>
    const double ReplacedWithin = 20, MovedWithin = 45, TurnedWithin = 20;

    const float FarthestMove = 8;
    const double LargestTurnDb = 5;

    /// <summary>The building after some months; the same for equal arguments.</summary>
    /// <param name="scenario">As it was surveyed.</param>
    /// <param name="months">0 or more.</param>
    /// <param name="seed">Decides what happens and when.</param>
    public static Scenario After(Scenario scenario, int months, int seed) => scenario with
    {
        // These changes instead of the simulator's own.
        Changes = Changes.None,
        AccessPoints = [.. scenario.AccessPoints.Select((box, i) => box.Moves ? box : After(box, i, months, new Random(seed * 1000 + i)))],
    };

    static AccessPoint After(AccessPoint box, int number, int months, Random random)
    {
        // All are drawn, happening or not, so that a later month continues an earlier one.
        bool isReplaced = random.NextDouble() * ReplacedWithin < months;
        bool isMoved = random.NextDouble() * MovedWithin < months;
        bool isTurned = random.NextDouble() * TurnedWithin < months;
        Vector2 move = FarthestMove * new Vector2(random.NextSingle() - 0.5f, random.NextSingle() - 0.5f) * 2;
        double turn = LargestTurnDb * (2 * random.NextDouble() - 1);
        return box with
        {
            // Shadows hang on the name: another place has others.
            Name = isMoved ? $"{box.Name} moved" : box.Name,
            Position = isMoved ? box.Position + move : box.Position,
            Radios = [.. box.Radios.Select(radio => radio with
            {
                PowerDbm = isTurned ? radio.PowerDbm + turn : radio.PowerDbm,
                Bssids = isReplaced ? [.. radio.Bssids.Select(bssid => Renew(bssid, number))] : radio.Bssids,
            })],
        };
    }

    // Another maker's first three bytes; the number keeps two boxes from meeting.
    static string Renew(string bssid, int number) => $"b4:de:{number:x2}{bssid[8..]}";
}
