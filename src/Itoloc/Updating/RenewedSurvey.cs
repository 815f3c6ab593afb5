using Itoloc.Fingerprints;

namespace Itoloc.Updating;

/// <summary>The survey's rows as they would be heard today.</summary>
static class RenewedSurvey
{
    /// <summary>What an updated model answers by: the survey as it would be heard today, and the adopted scans.</summary>
    public static SurveyPredictor Predictor(Localizer model, UpdateMemory memory)
    {
        SitePlaces places = new(model.Floors, model.Rows);
        float[][] levels = [.. Today(model, places, memory, new UpdateRecipe()), .. memory.Adopted.Select(scan => scan.Levels)];
        return new SurveyPredictor(
            [.. model.Rows, .. memory.Adopted.Select(scan => RowAt(scan.MainPlace))],
            [.. levels.Select(row => memory.Believe([.. row.Select(SignalLevel.ToDbm)]))],
            model.Floors);

        SurveyRow RowAt(int place)
        {
            FloorModel floor = model.Floors[places.Floors[place]];
            Training.LocationClass point = places.Classes[place];
            return new(floor.Building, floor.Floor, point.Region, point.X, point.Y, null, null);
        }
    }

    /// <summary>Survey rows as they would be heard today, moved towards what adopted scans hear.</summary>
    /// <returns>Each [features], levels.</returns>
    public static float[][] Today(Localizer model, SitePlaces places, UpdateMemory memory, UpdateRecipe recipe)
    {
        float[][] rows = Base(model.Fingerprints, places.OfRow, memory);
        if (memory.Adopted.Count > 0)
            Blend(rows, places.OfRow, memory.SurveyFeatures, new Surroundings(
                places, [.. memory.Adopted.Select(scan => scan.Levels)], [.. memory.Adopted.Select(scan => scan.Places)],
                recipe.ReachMetres), recipe);
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

    /// <summary>Moves rows towards what unlabelled scans hear around them.</summary>
    /// <param name="rows">Each [features], levels; changed in place.</param>
    /// <param name="placeOfRow">Each row's place.</param>
    /// <param name="surveyFeatures">Features that the survey heard: they move by the recipe's renewal, others wholly.</param>
    /// <param name="heard">What is heard around each place.</param>
    /// <param name="recipe">How far.</param>
    public static void Blend(
        float[][] rows, int[] placeOfRow, int surveyFeatures, Surroundings heard, UpdateRecipe recipe)
    {
        for (int row = 0; row < rows.Length; row++)
        {
            int place = placeOfRow[row];
            float trust = heard.Trust(place, recipe.PriorScans);
            for (int f = 0; f < rows[row].Length; f++)
            {
                float share = f < surveyFeatures ? (float)recipe.Renewal * trust : trust;
                rows[row][f] += share * (heard.Levels[place][f] - rows[row][f]);
            }
        }
    }
}
