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
    /// <param name="before">What was known before an update.</param>
    /// <param name="memory">What is known after it.</param>
    /// <returns>Of each late feature the feature it replaces, with what was found before and has not come back.</returns>
    public static Dictionary<int, int> Find(Localizer model, SitePlaces places, UpdateMemory before, UpdateMemory memory)
    {
        Dictionary<int, int> found = memory.Replaces.Where(pair => !memory.Believed[pair.Value]).ToDictionary();
        int[] recent = [.. Enumerable.Range(0, memory.Believed.Length).Where(f => memory.Since[f] > 0 && memory.Since[f] >= memory.Steps - Apart)];
        int[] gone = [.. recent.Where(f => !memory.Believed[f] && !found.ContainsValue(f))];
        int[] came = [.. recent.Where(f => f >= memory.SurveyFeatures && memory.Believed[f] && !found.ContainsKey(f))];
        if (gone.Length == 0 || came.Length == 0)
            return found;
        float[][] survey = [.. model.Fingerprints.Select(row => SignalLevel.Of(row))];
        float[][] then = [.. gone.Select(f => f < memory.SurveyFeatures
            ? Means(f, survey.Zip(places.OfRow), places.Count) : [.. before.Learned.Select(levels => levels[f - memory.SurveyFeatures])])];
        float[][] now = [.. came.Select(f => Means(
            f, memory.Adopted.Where(scan => scan.Step >= memory.Since[f]).Select(scan => (scan.Levels, scan.MainPlace)), places.Count))];
        var pairs =
            from g in Enumerable.Range(0, gone.Length)
            from c in Enumerable.Range(0, came.Length)
            let both = Enumerable.Range(0, places.Count).Where(place => !float.IsNaN(then[g][place] + now[c][place])).ToArray()
            where both.Count(place => then[g][place] > 0 && now[c][place] > 0) >= FewestPlaces
            let alike = TensorPrimitives.CosineSimilarity<float>([.. both.Select(place => then[g][place])], [.. both.Select(place => now[c][place])])
            where alike >= Alike
            orderby alike descending
            select (Gone: gone[g], Came: came[c]);
        foreach ((int from, int to) in pairs)
            if (!found.ContainsKey(to) && !found.ContainsValue(from))
                found.Add(to, from);
        return found;
    }

    // [places]: the mean level of scans of each, NaN where there is none.
    static float[] Means(int feature, IEnumerable<(float[] Levels, int Place)> scans, int places)
    {
        float[] sums = new float[places];
        int[] counts = new int[places];
        foreach ((float[] levels, int place) in scans)
        {
            sums[place] += levels[feature];
            counts[place]++;
        }
        return [.. sums.Select((sum, place) => sum / counts[place])];
    }
}
