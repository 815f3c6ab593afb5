namespace Itoloc.Updating;

/// <summary>Turns alike rows into a posterior over the site's places.</summary>
sealed class PlaceVote(SitePlaces places, int neighbours)
{
    /// <summary>The posterior of a scan: the places of the most alike survey rows, on the floor most of them share.</summary>
    /// <param name="map">Over the survey's rows.</param>
    /// <param name="levels">[features], levels.</param>
    /// <param name="except">A row that does not vote; −1 = all do.</param>
    /// <param name="distance">Distance of the nearest row, 0 to 1.</param>
    public float[] Vote(LevelMap map, float[] levels, int except, out float distance)
    {
        float[] posterior = new float[places.Count];
        LevelMap.Neighbour[] nearest = [.. map.Nearest(levels, neighbours + (except < 0 ? 0 : 1))
            .Where(neighbour => neighbour.Row != except).Take(neighbours)];
        distance = nearest.Length == 0 ? 1 : nearest[0].Distance;
        foreach (LevelMap.Neighbour neighbour in nearest)
            posterior[places.OfRow[neighbour.Row]] += 1f / nearest.Length;
        if (nearest.Length > 0)
            places.KeepOneFloor(posterior);
        return posterior;
    }

    /// <summary>Adds the mean posterior of the most alike adopted scans, times a share.</summary>
    public void Add(LevelMap map, IReadOnlyList<AdoptedScan> adopted, float[] levels, float share, Span<float> posterior)
    {
        LevelMap.Neighbour[] nearest = map.Nearest(levels, neighbours);
        foreach (LevelMap.Neighbour neighbour in nearest)
            foreach ((int place, float part) in adopted[neighbour.Row].Places)
                posterior[place] += share * part / nearest.Length;
    }
}
