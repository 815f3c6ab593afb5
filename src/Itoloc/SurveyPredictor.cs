using Itoloc.Fingerprints;
using Itoloc.Training;

namespace Itoloc;

/// <summary>
/// A predictor that is counted, not trained: for which of the survey's locations a scan speaks. It tells the floor, and is
/// a fourth voice beside the network's three location predictors.
/// </summary>
/// <remarks>Differs from the paper, which has the network alone; docs/experiments.md says what it is worth.</remarks>
sealed class SurveyPredictor
{
    readonly EvidenceMap _map;
    readonly IReadOnlyList<FloorModel> _floors;
    readonly SitePlaces _places;

    /// <summary>Counts the survey.</summary>
    /// <param name="rows">The survey's rows.</param>
    /// <param name="fingerprints">Each [features of the site], dBm, NaN where not heard.</param>
    /// <param name="floors">The floors that the rows name, with their location classes.</param>
    public SurveyPredictor(IReadOnlyList<SurveyRow> rows, IReadOnlyList<float[]> fingerprints, IReadOnlyList<FloorModel> floors)
    {
        (_floors, _places) = (floors, new(floors, rows));
        _map = MapOf([.. fingerprints.Select((fingerprint, row) => new EvidenceMap.Sample(fingerprint, _places.OfRow[row], 1))]);
    }

    /// <summary>Counts samples that need not be sure of their places.</summary>
    /// <param name="samples">What was heard at which of the site's places.</param>
    /// <param name="floors">The site's floors.</param>
    /// <param name="places">The site's places.</param>
    public SurveyPredictor(IReadOnlyList<EvidenceMap.Sample> samples, IReadOnlyList<FloorModel> floors, SitePlaces places)
    {
        (_floors, _places) = (floors, places);
        _map = MapOf(samples);
    }

    EvidenceMap MapOf(IReadOnlyList<EvidenceMap.Sample> samples) =>
        new(samples, _places.Count, Between([.. samples.Select(sample => sample.Point)]));

    // Neighbouring locations that both have been surveyed.
    List<(int, int)> Between(HashSet<int> known)
    {
        List<(int, int)> pairs = [];
        for (int floor = 0; floor < _floors.Count; floor++)
        {
            int first = _places.FirstOf(floor);
            foreach ((int from, int[] near) in LocationClass.Neighbours(_floors[floor].Classes).Index())
                pairs.AddRange(near.Where(to => to > from && known.Contains(first + from) && known.Contains(first + to))
                    .Select(to => (first + from, first + to)));
        }
        return pairs;
    }

    /// <summary>Finds a scan's floor and how probable its locations are.</summary>
    /// <param name="fingerprint">[features of the site], dBm, NaN where not heard; something is heard.</param>
    /// <returns>
    /// The floor the scan speaks for most, for each of its location classes a probability, and the share of the scan that
    /// the site explains (<see cref="EvidenceMap.Answer.Explained"/>).
    /// </returns>
    public (FloorModel Floor, float[] Probabilities, float Explained) Predict(ReadOnlySpan<float> fingerprint)
    {
        (float[] posterior, int floor, float explained) = Posterior(fingerprint);
        int first = _places.FirstOf(floor);
        return (_floors[floor], posterior[first..(first + _floors[floor].Classes.Count)], explained);
    }

    /// <summary>How probable each of the site's places is for a scan.</summary>
    /// <param name="fingerprint">[features of the site], dBm, NaN where not heard; something is heard.</param>
    /// <returns>[places], summing to 1 on one floor; that floor; the share of the scan that the site explains.</returns>
    public (float[] Posterior, int Floor, float Explained) Posterior(ReadOnlySpan<float> fingerprint)
    {
        (float[] posterior, float explained) = _map.Ask(fingerprint);
        return (posterior, _places.KeepOneFloor(posterior), explained);
    }
}
