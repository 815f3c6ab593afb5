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
    const double ShareOfShadowingThatIsNew = 0.5;
    const double DriftDb = 1.5;
    const double DriftDays = 10;
    const double BodyLossDb = 5;
    const double LossPerPersonDb = 4;
    const double PersonWidthMetres = 0.4;
    const double ShareOfPeopleInThePath = 0.5;
    static readonly TimeSpan PeopleStayFor = TimeSpan.FromSeconds(10);
    static readonly TimeSpan OwnerStaysFor = TimeSpan.FromMinutes(10);

    readonly Scenario _scenario;
    readonly Life _life;
    readonly AccessPoint _accessPoint;
    readonly Seed _seed;
    readonly Seed _accessPointSeed;
    // Made when first heard: most lives of a long simulation are over, or not begun, on the days asked for.
    readonly Lazy<GaussianField> _shadowing;
    readonly Lazy<GaussianField> _commonShadowing;
    readonly Lazy<GaussianField> _redecorated;
    readonly Lazy<GaussianField> _drift;

    public Channel(Scenario scenario, Life life, Radio radio, Seed building)
    {
        _scenario = scenario;
        _life = life;
        _accessPoint = life.AccessPoint;
        Radio = radio;
        _accessPointSeed = building.With(_accessPoint.Name);
        _seed = _accessPointSeed.With(radio.Band.ToString());
        // Shadows belong to the place: another box there throws the same.
        Seed place = building.With(life.Place);
        Seed placeOfBand = place.With(radio.Band.ToString());
        _shadowing = new(() => new(placeOfBand.With("shadowing"), ShadowingMetres));
        _commonShadowing = new(() => new(place.With("shadowing"), ShadowingMetres));
        _redecorated = new(() => new(placeOfBand.With("redecorated"), ShadowingMetres));
        _drift = new(() => new(_seed.With("drift"), DriftDays));
    }

    public Radio Radio { get; }

    /// <summary>A number of its own for every channel of the building, to hang random numbers on.</summary>
    public long Key => (long)_seed.Value;

    /// <summary>The level at the phone, in dBm; null when the radio is not there at that time.</summary>
    public double? LevelDbm(Pose pose)
    {
        double day = (pose.Time - SimulatedBuilding.SurveyDay).TotalDays;
        if (day < _life.From || day >= _life.Until || _scenario.Changes.IsOut(_accessPointSeed, day))
            return null;
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
        Redecoration? redecoration = _scenario.Redecoration is { } planned && day >= planned.Day ? planned : null;
        double power = Radio.PowerDbm;
        if (_accessPoint.IsManaged)
            power += _scenario.Changes.PowerStepDb(_seed, day);
        return power - PathLossDb(path.Length())
            - WallLossDb(redecoration?.Walls ?? _scenario.Walls, source, pose.Position)
            + ShadowingDb * ShadowingAt(path, redecoration is not null && redecoration.Contains(pose.Position))
            + DriftDb * _drift.Value.At(days, 0) - BodyLossAt(path, pose.Heading)
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
    double WallLossDb(IReadOnlyList<Wall> walls, Vector2 source, Vector2 position)
    {
        double loss = 0;
        foreach (Wall wall in walls)
        {
            if (wall.IsCrossedBy(source, position))
                loss += wall.Material.LossDb(Radio.Band);
        }
        return Math.Min(loss, MaximumWallLossDb);
    }

    // Deviation 1. What is new in the rooms where the phone is takes its share of the variance.
    double ShadowingAt(Vector2 path, bool isRedecorated)
    {
        double shadowing =
            Math.Sqrt(ShareOfShadowingCommonToBothBands) * _commonShadowing.Value.At(path.X, path.Y)
            + Math.Sqrt(1 - ShareOfShadowingCommonToBothBands) * _shadowing.Value.At(path.X, path.Y);
        return isRedecorated
            ? Math.Sqrt(1 - ShareOfShadowingThatIsNew) * shadowing
                + Math.Sqrt(ShareOfShadowingThatIsNew) * _redecorated.Value.At(path.X, path.Y)
            : shadowing;
    }

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
