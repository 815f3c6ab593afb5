namespace Itoloc.Updating;

/// <summary>Turns likeness into a posterior over the site's places.</summary>
/// <remarks>
/// A place is as far as its three most alike rows are on average, so that places where many scans were taken do not
/// outvote others; its weight falls with its distance relative to the nearest place's, so that a map that has aged as a
/// whole spreads its answer over more places.
/// </remarks>
sealed class PlaceVote(SitePlaces places, UpdateRecipe recipe)
{
    const float Least = 1e-3f;

    /// <summary>The posterior of a scan over the places of the survey's rows, on one floor.</summary>
    /// <param name="map">Over the survey's rows.</param>
    /// <param name="levels">[features], levels.</param>
    /// <param name="except">A row that does not vote; −1 = all do.</param>
    /// <param name="distance">Distance of the nearest place, 0 to 1.</param>
    public float[] Vote(LevelMap map, float[] levels, int except, out float distance)
    {
        float[] posterior = new float[places.Count];
        PlaceDistance[] distances = Distances(map, places.OfRow, levels, except);
        distance = 1;
        foreach (PlaceDistance place in distances)
            distance = Math.Min(distance, place.Mean);
        foreach (PlaceDistance place in distances)
            posterior[place.Place] = Weight(place.Mean, distance);
        if (distances.Length > 0)
            places.KeepOneFloor(posterior);
        return posterior;
    }

    /// <summary>Adds the posterior that adopted scans give, times a share.</summary>
    /// <param name="map">Over the adopted scans.</param>
    /// <param name="adopted">The adopted scans.</param>
    /// <param name="placeOf">Each one's most likely place.</param>
    /// <param name="levels">[features], levels.</param>
    /// <param name="share">What is added in all.</param>
    /// <param name="posterior">[places].</param>
    public void Add(
        LevelMap map, IReadOnlyList<AdoptedScan> adopted, int[] placeOf, float[] levels, float share, Span<float> posterior)
    {
        PlaceDistance[] distances = Distances(map, placeOf, levels, -1);
        if (distances.Length == 0)
            return;
        float nearest = distances.Min(place => place.Mean), total = distances.Sum(place => Weight(place.Mean, nearest));
        foreach (PlaceDistance place in distances)
        {
            float weight = share * Weight(place.Mean, nearest) / total / place.Rows.Count;
            foreach (LevelMap.Neighbour row in place.Rows)
                foreach ((int target, float part) in adopted[row.Row].Places)
                    posterior[target] += weight * part;
        }
    }

    readonly record struct PlaceDistance(int Place, float Mean, List<LevelMap.Neighbour> Rows);

    PlaceDistance[] Distances(LevelMap map, int[] placeOf, float[] levels, int except)
    {
        List<LevelMap.Neighbour>?[] best = new List<LevelMap.Neighbour>?[places.Count];
        float[] distances = map.Distances(levels);
        for (int row = 0; row < distances.Length; row++)
        {
            if (row == except || distances[row] >= 1)
                continue;
            List<LevelMap.Neighbour> here = best[placeOf[row]] ??= new(recipe.RowsPerPlace + 1);
            if (here.Count == recipe.RowsPerPlace && distances[row] >= here[^1].Distance)
                continue;
            int at = here.Count;
            while (at > 0 && here[at - 1].Distance > distances[row])
                at--;
            here.Insert(at, new(row, distances[row]));
            if (here.Count > recipe.RowsPerPlace)
                here.RemoveAt(recipe.RowsPerPlace);
        }
        List<PlaceDistance> result = [];
        for (int place = 0; place < best.Length; place++)
            if (best[place] is { } rows)
                result.Add(new(place, rows.Average(row => row.Distance), rows));
        return [.. result];
    }

    float Weight(float distance, float nearest)
    {
        float weight = MathF.Exp(-(distance / Math.Max(nearest, 0.01f) - 1) / (float)recipe.Sharpness);
        return weight < Least ? 0 : weight;
    }
}
