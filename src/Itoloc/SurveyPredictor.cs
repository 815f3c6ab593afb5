using Itoloc.Fingerprints;
using Itoloc.Training;

namespace Itoloc;

/// <summary>
/// A predictor that learns nothing: where the survey's scans that are most like a scan were taken. It tells the floor,
/// and is a fourth voice beside the network's three location predictors.
/// </summary>
/// <remarks>Differs from the paper, which has the network alone; docs/experiments.md says what it is worth.</remarks>
sealed class SurveyPredictor
{
    readonly RadioMap _map;
    readonly IReadOnlyList<FloorModel> _floors;
    readonly int[] _floorOf;
    readonly int[] _classOf;

    public SurveyPredictor(RadioMap map, IReadOnlyList<SurveyRow> rows, IReadOnlyList<FloorModel> floors)
    {
        (_map, _floors) = (map, floors);
        Dictionary<(string?, string?), int> floorOf = Enumerable.Range(0, floors.Count).ToDictionary(i => (floors[i].Building, floors[i].Floor));
        _floorOf = [.. rows.Select(row => floorOf[(row.Building, row.Floor)])];
        _classOf = [.. rows.Select((row, i) => LocationClass.Nearest(floors[_floorOf[i]].Classes, row.X, row.Y))];
    }

    /// <summary>Finds a scan's floor and how probable its locations are.</summary>
    /// <param name="fingerprint">[features of the site], dBm, NaN where not heard; something is heard.</param>
    /// <param name="isLeftOut">Rows that do not count, as if they had not been surveyed; null = all count.</param>
    /// <returns>The floor with the most alike rows, and for each of its location classes a probability.</returns>
    public (FloorModel Floor, float[] Probabilities) Predict(ReadOnlySpan<float> fingerprint, Predicate<int>? isLeftOut = null)
    {
        float[] likeness = _map.Likeness(fingerprint);
        double[] mass = new double[_floors.Count];
        for (int row = 0; row < likeness.Length; row++)
        {
            if (isLeftOut is not null && isLeftOut(row))
                likeness[row] = 0;
            mass[_floorOf[row]] += likeness[row];
        }
        int floor = Array.IndexOf(mass, mass.Max());
        float[] probabilities = new float[_floors[floor].Classes.Count];
        for (int row = 0; row < likeness.Length; row++)
        {
            if (_floorOf[row] == floor)
                probabilities[_classOf[row]] += (float)(likeness[row] / Math.Max(mass[floor], double.Epsilon));
        }
        return (_floors[floor], probabilities);
    }
}
