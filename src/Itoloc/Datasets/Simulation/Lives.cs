using System.Numerics;

namespace Itoloc.Datasets.Simulation;

/// <summary>Everything that ever sends in a building: the survey's access points, and those that come later.</summary>
sealed class Lives(Scenario scenario, Seed building)
{
    // Nothing changes any more after three years.
    const double LastDay = 3 * 365;

    const double GoldenRatio = 0.6180339887498949;

    readonly Changes _changes = scenario.Changes;
    int _addresses;

    /// <summary>All lives, in the order of the scenario's access points.</summary>
    public IEnumerable<Life> All()
    {
        foreach ((int i, AccessPoint first) in scenario.AccessPoints.Index())
        {
            Seed seed = building.With(first.Name).With("life");
            foreach (Life life in first.Moves ? OfAHotspot(first, seed) : OfABox(first, seed, i))
                yield return life;
            if (first.Moves)
                continue;
            double added = _changes.FromDay + Days(_changes.AddedAfterDays, Spread("added", i));
            AccessPoint other = WithNewAddress(Elsewhere(first, seed.With("other")));
            foreach (Life life in OfABox(other with { Name = $"near {first.Name}" }, seed.With("other"), i, added))
                yield return life;
        }
    }

    IEnumerable<Life> OfAHotspot(AccessPoint phone, Seed seed)
    {
        double from = double.NegativeInfinity;
        double until = _changes.FromDay + _changes.HotspotDays * seed.Uniform();
        for (int life = 2; from < LastDay; life++)
        {
            yield return new Life(phone, phone.Name, from, until);
            phone = WithNewAddress(phone) with { Name = $"{phone.Name.Split(',')[0]}, life {life}" };
            (from, until) = (until, until + _changes.HotspotDays);
        }
    }

    IEnumerable<Life> OfABox(AccessPoint box, Seed seed, int number, double from = double.NegativeInfinity)
    {
        (string name, string place) = (box.Name, box.Name);
        double renewal = _changes.RenewedFromDay
            + (_changes.RenewedUntilDay - _changes.RenewedFromDay) * building.With("renewal").Uniform();
        bool isRenewed = box.IsManaged && Spread("renewed", number) < _changes.RenewedShare;
        for (int life = 2; from < LastDay; life++)
        {
            Seed draw = seed.With(life);
            double start = Math.Max(from, _changes.FromDay);
            double until = start
                + Days(_changes.ChangeAfterDays, life == 2 ? Spread("changed", number) : draw.Uniform());
            double kind = draw.With("kind").Uniform();
            if (isRenewed && start < renewal && renewal < until)
                (until, kind) = (renewal, 0);
            yield return new Life(box, place, from, until);
            if (kind < _changes.ReplacedShare)
                box = WithNewAddress(box);
            else if (kind < _changes.ReplacedShare + _changes.RemovedShare)
                yield break;
            else
                (box, place) = (Elsewhere(box, draw), $"{name}, place {life}");
            box = box with { Name = $"{name}, life {life}" };
            from = until;
        }
    }

    // Within reach, and on the same side of the outline as before.
    AccessPoint Elsewhere(AccessPoint box, Seed seed)
    {
        var reach = new Vector2((float)_changes.FarthestMoveMetres);
        bool wasInside = Polygon.Contains(scenario.Outline, box.Position);
        return box with
        {
            Position = Polygon.PointWhere(
                [box.Position - reach, box.Position + reach],
                place => Vector2.Distance(place, box.Position) <= _changes.FarthestMoveMetres
                    && Polygon.Contains(scenario.Outline, place) == wasInside,
                seed.With("place")),
        };
    }

    // One maker's addresses in the order of asking, spread so that neighbours do not look alike.
    AccessPoint WithNewAddress(AccessPoint box)
    {
        ushort number = (ushort)(++_addresses * 40503);
        string start = $"{(box.Moves ? "da" : "b4")}:fb:e4:{number >> 8:x2}:{number & 255:x2}";
        return box with
        {
            Radios =
            [
                .. box.Radios.Select(radio =>
                    radio with { Bssids = [.. radio.Bssids.Select(bssid => $"{start}:{bssid[^2..]}")] }),
            ],
        };
    }

    // Exponential, so that age does not matter.
    static double Days(double mean, double uniform) => -mean * Math.Log(1 - uniform);

    // Even on [0, 1) over the boxes of every building, so that none has all its boxes replaced at once by chance.
    double Spread(string purpose, int number) => (building.With(purpose).Uniform() + number * GoldenRatio) % 1;
}
