using System.Numerics;

namespace Itoloc.Datasets.Simulation;

/// <summary>The way from one radio to the places in the building: what arrives there, before any phone.</summary>
/// <remarks>Log-distance path loss with the walls on the straight line (multi-wall model), shadowing, drift, people.
/// Sources of the constants: <c>docs/simulation.md</c>.</remarks>
sealed class Channel
{
    const double PathLossExponent = 2.6;
    const double LossAtOneMetre24Db = 40.2;
    const double LossAtOneMetre5Db = 47.3;
    const double HeightAboveThePhoneMetres = 1.5;
    const double StoreyMetres = 3.5;
    const double FloorLoss24Db = 15;
    const double FloorLoss5Db = 16;
    const double MaximumWallLossDb = 20;
    const double ShadowingDb = 4;
    const double ShadowingMetres = 8;
    const double ShareOfShadowingCommonToBothBands = 0.5;
    const double DriftDb = 1.5;
    const double DriftDays = 10;
    const double BodyLossDb = 5;
    const double LossPerPersonDb = 4;
    const double PersonWidthMetres = 0.4;
    const double ShareOfPeopleInThePath = 0.5;
    static readonly TimeSpan PeopleStayFor = TimeSpan.FromSeconds(10);
    static readonly TimeSpan OwnerStaysFor = TimeSpan.FromMinutes(10);

    readonly Scenario _scenario;
    readonly AccessPoint _accessPoint;
    readonly Seed _seed;
    readonly Seed _accessPointSeed;
    readonly GaussianField _shadowing;
    readonly GaussianField _commonShadowing;
    readonly GaussianField _drift;

    public Channel(Scenario scenario, AccessPoint accessPoint, Radio radio, Seed building)
    {
        _scenario = scenario;
        _accessPoint = accessPoint;
        Radio = radio;
        _accessPointSeed = building.With(accessPoint.Name);
        _seed = _accessPointSeed.With(radio.Band.ToString());
        _shadowing = new(_seed.With("shadowing"), ShadowingMetres);
        _commonShadowing = new(_accessPointSeed.With("shadowing"), ShadowingMetres);
        _drift = new(_seed.With("drift"), DriftDays);
    }

    public Radio Radio { get; }

    /// <summary>A number of its own for every channel of the building, to hang random numbers on.</summary>
    public long Key => (long)_seed.Value;

    /// <summary>The level at the phone, in dBm; null when the radio is not there at that time.</summary>
    public double? LevelDbm(Pose pose)
    {
        double occupancy = _scenario.Occupancy.ShareAt(pose.Time);
        Vector2 source = _accessPoint.Position;
        if (_accessPoint.Moves)
        {
            Seed stay = _accessPointSeed.With(pose.Time.Ticks / OwnerStaysFor.Ticks);
            if (stay.With("present").Uniform() >= occupancy)
                return null;
            source = Polygon.PointInside(_scenario.Outline, stay.With("place"));
        }

        Vector2 path = source - pose.Position;
        double days = pose.Time.Ticks / (double)TimeSpan.TicksPerDay;
        return Radio.PowerDbm - PathLossDb(path.Length()) - WallLossDb(source, pose.Position) + ShadowingAt(path)
            + DriftDb * _drift.At(days, 0) - BodyLossAt(path, pose.Heading)
            - PeopleLossAt(path.Length(), occupancy, pose.Time);
    }

    double PathLossDb(double metres)
    {
        double height = HeightAboveThePhoneMetres + StoreyMetres * _accessPoint.FloorsAway;
        double distance = Math.Sqrt(metres * metres + height * height);
        bool is24 = Radio.Band == Band.GHz24;
        return (is24 ? LossAtOneMetre24Db : LossAtOneMetre5Db) + 10 * PathLossExponent * Math.Log10(distance)
            + _accessPoint.FloorsAway * (is24 ? FloorLoss24Db : FloorLoss5Db);
    }

    // Behind many walls the field comes round through doors and windows instead, hence the maximum.
    double WallLossDb(Vector2 source, Vector2 position)
    {
        double loss = 0;
        foreach (Wall wall in _scenario.Walls)
        {
            if (wall.IsCrossedBy(source, position))
                loss += wall.Material.LossDb(Radio.Band);
        }
        return Math.Min(loss, MaximumWallLossDb);
    }

    double ShadowingAt(Vector2 path) => ShadowingDb * (
        Math.Sqrt(ShareOfShadowingCommonToBothBands) * _commonShadowing.At(path.X, path.Y)
        + Math.Sqrt(1 - ShareOfShadowingCommonToBothBands) * _shadowing.At(path.X, path.Y));

    // None when the owner faces the access point, all of it when their back is turned to it.
    static double BodyLossAt(Vector2 path, double heading) =>
        BodyLossDb * (1 - Math.Cos(Math.Atan2(path.Y, path.X) - heading)) / 2;

    // The number of people standing in the path is Poisson; it is drawn anew when they have moved on.
    double PeopleLossAt(double metres, double occupancy, DateTimeOffset time)
    {
        double mean = occupancy * _scenario.Occupancy.PeoplePerSquareMetre * ShareOfPeopleInThePath
            * PersonWidthMetres * metres;
        double left = _accessPointSeed.With("people").With(time.Ticks / PeopleStayFor.Ticks).Uniform();
        double probability = Math.Exp(-mean);
        int people = 0;
        while (left >= probability && probability > 0)
        {
            left -= probability;
            people++;
            probability *= mean / people;
        }
        return people * LossPerPersonDb;
    }
}
