using System.Numerics;

namespace Itoloc.Datasets.Simulation;

/// <summary>An access point while it hangs at one place under one address.</summary>
/// <param name="AccessPoint">The box; its name is unique among all lives.</param>
/// <param name="Place">Name of the place: boxes that succeed each other there share it, and so the shadows.</param>
/// <param name="From">First day after the survey.</param>
/// <param name="Until">The day from which on it is gone.</param>
sealed record Life(AccessPoint AccessPoint, string Place, double From, double Until)
{
    // Nothing changes any more after three years.
    const double LastDay = 3 * 365;

    /// <summary>Everything that ever sends in a building: the survey's access points, and those that come later.</summary>
    public static IEnumerable<Life> All(Scenario scenario, Seed building)
    {
        Changes changes = scenario.Changes;
        double renewed = changes.RenewedFromDay
            + (changes.RenewedUntilDay - changes.RenewedFromDay) * building.With("renewed").Uniform();
        int addresses = 0;
        foreach (AccessPoint first in scenario.AccessPoints)
        {
            Seed seed = building.With(first.Name).With("life");
            foreach (Life life in Chain(first, double.NegativeInfinity, seed))
                yield return life;
            if (first.Moves)
                continue;
            double added = changes.FromDay + Days(changes.AddedAfterDays, seed.With("added"));
            AccessPoint other = WithNewAddress(Elsewhere(first, seed.With("other"))) with { Name = $"near {first.Name}" };
            foreach (Life life in Chain(other, added, seed.With("other")))
                yield return life;
        }

        IEnumerable<Life> Chain(AccessPoint box, double from, Seed seed)
        {
            (string name, string place) = (box.Name, box.Name);
            bool isRenewed = box.IsManaged && seed.With("renewed").Uniform() < changes.RenewedShare;
            for (int i = 1; from < LastDay; i++)
            {
                Seed draw = seed.With(i);
                double start = Math.Max(from, changes.FromDay);
                double replaced = start
                    + (box.Moves ? changes.HotspotDays * (i == 1 ? draw.Uniform() : 1) : Days(changes.ReplacedAfterDays, draw.With("replaced")));
                if (isRenewed && start < renewed)
                    replaced = Math.Min(replaced, renewed);
                double moved = box.Moves ? LastDay : start + Days(changes.MovedAfterDays, draw.With("moved"));
                double removed = box.Moves ? LastDay : start + Days(changes.RemovedAfterDays, draw.With("removed"));
                double until = Math.Min(replaced, Math.Min(moved, removed));
                yield return new Life(box, place, from, until);
                if (until == removed)
                    yield break;
                if (until == moved)
                    (box, place) = (Elsewhere(box, draw), $"{name}, place {i + 1}");
                else
                    box = WithNewAddress(box);
                box = box with { Name = $"{name}, life {i + 1}" };
                from = until;
            }
        }

        AccessPoint Elsewhere(AccessPoint box, Seed seed)
        {
            double direction = Math.Tau * seed.With("direction").Uniform();
            double metres = changes.FarthestMoveMetres * Math.Sqrt(seed.With("metres").Uniform());
            var move = new Vector2((float)(metres * Math.Cos(direction)), (float)(metres * Math.Sin(direction)));
            return box with { Position = box.Position + move };
        }

        // One maker's addresses in the order of asking, spread so that neighbours do not look alike.
        AccessPoint WithNewAddress(AccessPoint box)
        {
            ushort number = (ushort)(++addresses * 40503);
            string start = $"{(box.Moves ? "da" : "b4")}:fb:e4:{number >> 8:x2}:{number & 255:x2}";
            return box with
            {
                Radios =
                [
                    .. box.Radios.Select(radio => radio with
                    {
                        Bssids = [.. radio.Bssids.Select(bssid => $"{start}:{bssid[^2..]}")],
                    }),
                ],
            };
        }
    }

    // Exponential, so that age does not matter.
    static double Days(double mean, Seed seed) => -mean * Math.Log(1 - seed.Uniform());
}
