using Itoloc.Fingerprints;

namespace Itoloc.Updating;

/// <summary>The survey's rows as they would be heard today.</summary>
static class RenewedSurvey
{
    // What the scans adopted around a row must weigh for one of them to be taken for what is heard there.
    const double NobodyNear = 0.05;

    /// <summary>
    /// What an updated model answers by: the survey with vanished access points silent and changed powers followed, and
    /// the adopted scans, each wherever it may have been taken.
    /// </summary>
    /// <remarks>
    /// Neither the survey nor scans adopted before say anything of access points that came later: that they were not heard then means nothing. Nor are its
    /// rows moved towards what adopted scans hear, for that would have a row hear everything around it, if softly.
    /// </remarks>
    /// <param name="model">The surveyed model.</param>
    /// <param name="memory">What is known since.</param>
    /// <param name="places">The model's places.</param>
    public static SurveyPredictor Predictor(Localizer model, UpdateMemory memory, SitePlaces places)
    {
        float[][] survey = Base(model.Fingerprints, places.OfRow, memory);
        return new SurveyPredictor(
            [
                .. survey.Select((row, i) => new EvidenceMap.Sample(memory.Fingerprint(row)[..memory.SurveyFeatures], places.OfRow[i], 1)),
                .. from scan in memory.Adopted
                   let fingerprint = memory.Fingerprint(scan.Levels)[..memory.KnownTo(scan.Step)]
                   from place in scan.Places
                   select new EvidenceMap.Sample(fingerprint, place.Place, place.Share),
            ],
            model.Floors, places);
    }

    /// <summary>
    /// What networks learn: survey rows as they would be heard today. What came later each takes over, whole, from one of
    /// the scans adopted around it, the nearer the more probably.
    /// </summary>
    /// <returns>Each [features], levels.</returns>
    public static float[][] Today(Localizer model, SitePlaces places, UpdateMemory memory, UpdateRecipe recipe, int seed)
    {
        float[][] rows = Base(model.Fingerprints, places.OfRow, memory);
        (int Floor, double X, double Y)[] positions = [.. memory.Adopted.Select(scan => AdoptedScan.Position(places, scan.Places))];
        double[] weights = new double[positions.Length];
        Random random = new(seed);
        for (int row = 0; row < rows.Length; row++)
        {
            int place = places.OfRow[row];
            for (int i = 0; i < weights.Length; i++)
            {
                (int floor, double x, double y) = positions[i];
                double away = places.Classes[place].DistanceTo(x, y) / recipe.ReachMetres;
                weights[i] = floor == places.Floors[place] ? Math.Exp(-away * away / 2) : 0;
            }
            double left = random.NextDouble() * (weights.Sum() + NobodyNear);
            int taken = Array.FindIndex(weights, weight => (left -= weight) < 0);
            Span<float> late = rows[row].AsSpan(memory.SurveyFeatures);
            late.Clear();
            if (taken >= 0)
                memory.Adopted[taken].Levels.AsSpan(memory.SurveyFeatures).CopyTo(late);
        }
        return rows;
    }

    /// <summary>
    /// Survey rows with vanished access points silent, changed powers followed, and those that came later filled in from
    /// what updates have learned.
    /// </summary>
    /// <param name="fingerprints">The survey's, each [survey's features] or longer, dBm, NaN where not heard.</param>
    /// <param name="placeOfRow">Each row's place.</param>
    /// <param name="memory">What is known.</param>
    /// <returns>Each [features], levels.</returns>
    public static float[][] Base(IReadOnlyList<float[]> fingerprints, int[] placeOfRow, UpdateMemory memory)
    {
        float[][] rows = new float[fingerprints.Count][];
        for (int row = 0; row < rows.Length; row++)
        {
            float[] levels = new float[memory.Believed.Length], learned = memory.Learned[placeOfRow[row]];
            for (int f = 0; f < levels.Length; f++)
            {
                if (memory.Believed[f])
                    levels[f] = f < memory.SurveyFeatures
                        ? SignalLevel.Of(fingerprints[row][f] + memory.OffsetsDb[f])
                        : learned[f - memory.SurveyFeatures];
            }
            rows[row] = levels;
        }
        return rows;
    }
}
