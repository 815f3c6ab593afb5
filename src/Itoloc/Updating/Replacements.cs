using System.Numerics.Tensors;
using Itoloc.Fingerprints;

namespace Itoloc.Updating;

/// <summary>
/// Finds access points that came where one that went had stood: a replaced device has another BSSID and the same place.
/// </summary>
static class Replacements
{
    /// <summary>Updates that may lie between going and coming.</summary>
    const int Apart = 2;

    /// <summary>Places that must have heard both.</summary>
    const int FewestPlaces = 5;

    /// <summary>Cosine between the levels at all places; it does not change with the power.</summary>
    const float Alike = 0.9f;

    /// <summary>What each access point that came lately replaces, where it does.</summary>
    /// <param name="model">The surveyed model.</param>
    /// <param name="places">Its places.</param>
    /// <param name="memory">What is known after an update.</param>
    /// <returns>Of each late feature the feature it replaces, with what was found before.</returns>
    public static Dictionary<int, int> Find(Localizer model, SitePlaces places, UpdateMemory memory)
    {
        Dictionary<int, int> found = memory.Replaces.Where(pair => memory.Believed[pair.Key]).ToDictionary();
        int[] recent = [.. Enumerable.Range(0, memory.Believed.Length).Where(f => memory.Since[f] > 0 && memory.Since[f] >= memory.Steps - Apart)];
        int[] gone = [.. recent.Where(f => f < memory.SurveyFeatures && !memory.Believed[f] && !found.ContainsValue(f))];
        int[] came = [.. recent.Where(f => f >= memory.SurveyFeatures && memory.Believed[f] && !found.ContainsKey(f))];
        if (gone.Length == 0 || came.Length == 0)
            return found;
        bool[] visited = new bool[places.Count];
        foreach (AdoptedScan scan in memory.Adopted)
            visited[scan.MainPlace] = true;
        float[][] then = Means(gone, [.. model.Fingerprints.Select(row => SignalLevel.Of(row))], places.OfRow, visited);
        float[][] now = Means(came, [.. memory.Adopted.Select(scan => scan.Levels)], [.. memory.Adopted.Select(scan => scan.MainPlace)], visited);
        var pairs =
            from g in Enumerable.Range(0, gone.Length)
            from c in Enumerable.Range(0, came.Length)
            where then[g].Zip(now[c]).Count(at => at.First > 0 && at.Second > 0) >= FewestPlaces
            let alike = TensorPrimitives.CosineSimilarity<float>(then[g], now[c])
            where alike >= Alike
            orderby alike descending
            select (Gone: gone[g], Came: came[c]);
        foreach ((int from, int to) in pairs)
        {
            if (!found.ContainsKey(to) && !found.ContainsValue(from))
                found.Add(to, from);
        }
        return found;
    }

    // [features][places]: the mean level, 0 at places that were not visited.
    static float[][] Means(int[] features, IReadOnlyList<float[]> levels, int[] placeOf, bool[] visited)
    {
        float[][] means = [.. features.Select(_ => new float[visited.Length])];
        int[] rows = new int[visited.Length];
        for (int row = 0; row < placeOf.Length; row++)
        {
            rows[placeOf[row]]++;
            for (int f = 0; f < features.Length; f++)
                means[f][placeOf[row]] += levels[row][features[f]];
        }
        foreach (float[] mean in means)
            for (int place = 0; place < mean.Length; place++)
                mean[place] = visited[place] && rows[place] > 0 ? mean[place] / rows[place] : 0;
        return means;
    }
}
