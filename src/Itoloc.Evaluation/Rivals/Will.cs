using Itoloc.Evaluation.Baselines;
using Itoloc.Fingerprints;

namespace Itoloc.Evaluation.Rivals;

/// <summary>WILL: scans alike are a room of their own; walks join such rooms to a graph that is laid over the
/// plan.</summary>
/// <remarks>
/// <para>
/// Wu et al., INFOCOM 2012 and TPDS 2013. A scan is its stacking differences ω_i = Σ_j max(0, f_i − f_j); k-means makes
/// virtual rooms, walks from one to another make edges, and <see cref="RoomMapping"/> finds each room's place on the
/// plan.
/// Given, where a protocol has them: the survey's scans without labels, its walks, and the plan's zones; then
/// unlabelled
/// scans. It answers rooms, not metres: the middle of the room stands for its position, so that its error in metres is
/// that of a room's size and plain k-NN is ahead in metres by design.
/// </para>
/// <para>
/// <b>Without walks or a plan</b> rooms are mapped by the labels of every tenth scan of the survey, an upper bound of
/// what its own mapping can do; so they are where its own mapping differs in more than half of the rooms, for else its
/// answers were as good as drawn by lot. The choice printed says so. Ours: 40 access points a floor; an access point not
/// heard is −105 dBm; where the survey names no regions, zones of about six reference points; an edge needs two
/// crossings; an update moves each room half the way to the mean of the scans it takes. The best
/// of five starts of k-means, few for the sake of time. Left out is its filter of walks, which drops those of few steps
/// and those that pass fewer than two access points' peaks. Only a scan that hears nothing of the
/// survey is declined. Nothing is tuned.
/// </para>
/// </remarks>
sealed class Will : IMethod
{
    const int ColumnsOfAFloor = 40, PointsOfAZone = 6, LeastQueries = 5, Crossings = 2, MostRows = 4000, Starts = 5;

    public string Name => "will";

    public string Description =>
        "rooms by clusters of scans, mapped onto a plan by walks, or by a few labels (WILL, 2012)";

    public string Tuning => "nothing";

    public bool IsDeterministic => false;

    public TrainedMethod Train(IReadOnlyList<Scan> survey, MethodContext context)
    {
        Scan[] labelled = KnnMethod.Labelled(survey);
        var fingerprints = FingerprintSurvey.Of(labelled, ColumnsOfAFloor);
        var random = new Random(context.Seed);
        bool byPlan = context is { Plan: not null, Walks.Count: > 0 };
        var zones = byPlan ? context.Plan!.Zones : ZonesOf(fingerprints.Points, random);
        float[][] stacked = [.. fingerprints.Rows.Select(Stack)];
        int step = 1 + stacked.Length / MostRows;
        float[][] rooms = KMeans.Centres([.. stacked.Where((_, i) => i % step == 0)], zones.Count, Starts, random);
        int[] zoneOf = ByLabels(fingerprints, zones, stacked, rooms);
        string how = "no walks or plan: rooms mapped by every tenth label, one a point at least";
        if (byPlan)
        {
            int[] mapped = ByPlan(context.Plan!, context.Walks, fingerprints, rooms);
            int right = mapped.Zip(zoneOf).Count(pair => pair.First == pair.Second);
            bool isGood = 2 * right >= rooms.Length;
            zoneOf = isGood ? mapped : zoneOf;
            how = $"walks and plan map {right} as every tenth label does: {(isGood ? "kept" : "mapped by the labels")}";
        }
        return Trained(fingerprints, zones, zoneOf, rooms, null) with { Choice = $"{rooms.Length} rooms; {how}" };
    }

    static TrainedMethod Trained(
        FingerprintSurvey survey, IReadOnlyList<PlanZone> zones, int[] zoneOf, float[][] rooms, string? note) =>
        new(new RoomLocalizer(survey, zones, zoneOf, rooms))
        {
            Note = note,
            Update = (scans, _) => Update(survey, zones, zoneOf, rooms, scans),
        };

    static TrainedMethod Update(
        FingerprintSurvey survey, IReadOnlyList<PlanZone> zones, int[] zoneOf, float[][] rooms, IReadOnlyList<Scan> scans)
    {
        float[][] moved = [.. rooms];
        int count = 0;
        foreach (var group in scans.Select(survey.Read).Where(row => !row.All(float.IsNaN)).Select(Stack).GroupBy(scan => KMeans.Nearest(rooms, scan)))
        {
            if (group.Count() < LeastQueries)
                continue;
            moved[group.Key] = KMeans.Mean([rooms[group.Key], KMeans.Mean([.. group])]);
            count++;
        }
        return Trained(survey, zones, zoneOf, moved, $"{count} of {rooms.Length} rooms moved");
    }

    /// <summary>ω of a fingerprint: by how much each access point stands above all weaker ones.</summary>
    internal static float[] Stack(float[] row)
    {
        float[] levels = [.. row.Select(dbm => float.IsNaN(dbm) ? PointStatistics.Silence : dbm)];
        int[] order = [.. Enumerable.Range(0, levels.Length).OrderBy(i => levels[i])];
        float[] stacked = new float[levels.Length];
        float sum = 0;
        for (int rank = 0; rank < order.Length; rank++)
        {
            stacked[order[rank]] = rank * levels[order[rank]] - sum;
            sum += levels[order[rank]];
        }
        return stacked;
    }

    // The survey's regions, or clusters of points, floor by floor.
    static List<PlanZone> ZonesOf(IReadOnlyList<ReferencePoint> points, Random random)
    {
        List<PlanZone> zones = [];
        foreach (var floor in points.GroupBy(point => (point.Building, point.Floor)))
        {
            ReferencePoint[] here = [.. floor];
            var named = here.GroupBy(point => point.Region).ToList();
            if (named.Count > 1)
            {
                zones.AddRange(named.Select(region => new PlanZone(
                    floor.Key.Building, floor.Key.Floor, region.Key, region.Average(p => p.X), region.Average(p => p.Y))));
                continue;
            }
            // From the first point on: single precision is too coarse for coordinates of some million metres.
            float[][] centres = KMeans.Centres(
                [.. here.Select(p => (float[])[(float)(p.X - here[0].X), (float)(p.Y - here[0].Y)])],
                Math.Max(1, here.Length / PointsOfAZone), Starts, random);
            zones.AddRange(centres.Select(c => new PlanZone(
                floor.Key.Building, floor.Key.Floor, here[0].Region, here[0].X + c[0], here[0].Y + c[1])));
        }
        return zones;
    }

    static int ZoneAt(IReadOnlyList<PlanZone> zones, ReferencePoint point) => Enumerable.Range(0, zones.Count)
        .Where(z => (zones[z].Building, zones[z].Floor) == (point.Building, point.Floor))
        .OrderBy(z => zones[z].Region is not null && zones[z].Region == point.Region ? 0 : 1)
        .ThenBy(z => Math.Pow(zones[z].X - point.X, 2) + Math.Pow(zones[z].Y - point.Y, 2)).First();

    static int[] ByLabels(FingerprintSurvey survey, IReadOnlyList<PlanZone> zones, float[][] stacked, float[][] rooms)
    {
        int[] pointZone = [.. survey.Points.Select(point => ZoneAt(zones, point))];
        // Every tenth scan of each point and at least one, so that a survey that goes from point to point is seen everywhere.
        var seeds = survey.Points.SelectMany(point => point.Rows.Where((_, i) => i % 10 == 0)).ToList();
        var labels = seeds.ToLookup(row => KMeans.Nearest(rooms, stacked[row]), row => pointZone[survey.PointOf[row]]);
        return [.. rooms.Select((room, r) => labels[r].Any()
            ? labels[r].GroupBy(zone => zone).MaxBy(group => group.Count())!.Key
            : pointZone[survey.PointOf[seeds.MinBy(row => System.Numerics.Tensors.TensorPrimitives.Distance(stacked[row], room))]])];
    }

    static int[] ByPlan(ZonePlan plan, IReadOnlyList<Walk> walks, FingerprintSurvey survey, float[][] rooms)
    {
        var crossings = walks.SelectMany(walk =>
        {
            int[] visited = [.. walk.Scans.Select(scan => KMeans.Nearest(rooms, Stack(survey.Read(scan))))];
            return visited.Zip(visited.Skip(1)).Where(pair => pair.First != pair.Second)
                .Select(pair => (From: Math.Min(pair.First, pair.Second), To: Math.Max(pair.First, pair.Second)));
        }).GroupBy(edge => edge).Where(group => group.Count() >= Crossings).Select(group => group.Key);
        var graph = new ZoneGraph(plan.Zones.Count, plan.Edges);
        // Corridor stretches are the zones that others hang on.
        int skeleton = Math.Clamp(graph.Betweenness().Count(b => b > 0), 1, rooms.Length);
        return RoomMapping.Map(new ZoneGraph(rooms.Length, crossings), graph, skeleton);
    }

    sealed class RoomLocalizer(FingerprintSurvey survey, IReadOnlyList<PlanZone> zones, int[] zoneOf, float[][] rooms) : ILocalizer
    {
        public IReadOnlyList<LocationEstimate> Locate(IReadOnlyList<Scan> scans) => [.. scans.Select(scan =>
        {
            float[] row = survey.Read(scan);
            if (row.All(float.IsNaN))
                return LocationEstimate.Unknown;
            var zone = zones[zoneOf[KMeans.Nearest(rooms, Stack(row))]];
            return new LocationEstimate
            {
                Known = true,
                Building = zone.Building,
                Floor = zone.Floor,
                Region = zone.Region,
                X = zone.X,
                Y = zone.Y,
            };
        })];
    }
}
