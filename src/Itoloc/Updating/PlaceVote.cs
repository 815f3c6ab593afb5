using System.Numerics.Tensors;
using Itoloc.Fingerprints;

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
        float[] posterior = Distances(map, levels, except);
        float nearest = TensorPrimitives.Min<float>(posterior);
        distance = Math.Min(1, nearest);
        if (float.IsPositiveInfinity(nearest))
        {
            Array.Clear(posterior);
            return posterior;
        }
        for (int place = 0; place < posterior.Length; place++)
            posterior[place] = Weight(posterior[place], nearest);
        places.KeepOneFloor(posterior);
        return posterior;
    }

    // [places]: the mean distance of each place's nearest rows; infinite where none of them has anything in common.
    float[] Distances(LevelMap map, float[] levels, int except)
    {
        int most = recipe.RowsPerPlace;
        float[] nearest = new float[places.Count * most], distances = map.Distances(levels), means = new float[places.Count];
        int[] counts = new int[places.Count];
        for (int row = 0; row < distances.Length; row++)
        {
            float distance = distances[row];
            if (distance >= 1 || row == except)
                continue;
            int place = places.OfRow[row], at = counts[place];
            Span<float> here = nearest.AsSpan(place * most, most);
            if (at == most && distance >= here[^1])
                continue;
            if (at == most)
                at--;
            else
                counts[place]++;
            for (; at > 0 && here[at - 1] > distance; at--)
                here[at] = here[at - 1];
            here[at] = distance;
        }
        for (int place = 0; place < means.Length; place++)
            means[place] = counts[place] == 0
                ? float.PositiveInfinity : TensorPrimitives.Average<float>(nearest.AsSpan(place * most, counts[place]));
        return means;
    }

    float Weight(float distance, float nearest)
    {
        float weight = MathF.Exp(-(distance / Math.Max(nearest, 0.01f) - 1) / (float)recipe.Sharpness);
        return weight < Least ? 0 : weight;
    }
}
