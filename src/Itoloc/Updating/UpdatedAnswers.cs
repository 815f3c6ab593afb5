using Itoloc.Fingerprints;

namespace Itoloc.Updating;

/// <summary>
/// How an updated model answers: like a fresh one, of the survey as it would be heard today and the adopted scans, and
/// only by access points that are believed.
/// </summary>
sealed class UpdatedAnswers
{
    readonly Localizer _model;
    readonly UpdateMemory _memory;
    readonly SurveyPredictor _survey;

    public UpdatedAnswers(Localizer model, UpdateMemory memory)
    {
        (_model, _memory) = (model, memory);
        SitePlaces places = new(model);
        float[][] today = RenewedSurvey.Today(model, places, memory, new UpdateRecipe());
        _survey = new SurveyPredictor(
            [.. model.Rows, .. memory.Adopted.Select(scan => Row(places, scan.MainPlace))],
            [.. today.Concat(memory.Adopted.Select(scan => scan.Levels)).Select(row => Believed([.. row.Select(SignalLevel.ToDbm)]))],
            model.Floors);
    }

    /// <summary>Locates fingerprints.</summary>
    /// <param name="fingerprints">Each [features], dBm, NaN where not heard.</param>
    public LocationEstimate[] Locate(float[][] fingerprints)
    {
        LocationEstimate[] estimates = new LocationEstimate[fingerprints.Length];
        Array.Fill(estimates, LocationEstimate.Unknown);
        float[][] believed = [.. fingerprints.Select(Believed)];
        var known = Enumerable.Range(0, fingerprints.Length)
            .Where(i => !Array.TrueForAll(believed[i], float.IsNaN))
            .Select(i => (Scan: i, Said: _survey.Predict(believed[i])))
            .Where(scan => scan.Said.Explained >= _model.KnownShare);
        foreach (var here in known.ToLookup(scan => scan.Said.Floor))
        {
            float[][] survey = [.. here.Select(scan => scan.Said.Probabilities)];
            LocationEstimate[] located = _memory.MapAlone
                ? [.. survey.Select(here.Key.Answer)] : here.Key.Locate([.. here.Select(scan => believed[scan.Scan])], survey);
            foreach ((int n, (int scan, _)) in here.Index())
                estimates[scan] = located[n];
        }
        return estimates;
    }

    /// <summary>How probable a floor's location classes are for a scan that is known and of this floor.</summary>
    /// <param name="floor">The floor of the answer.</param>
    /// <param name="fingerprint">[features], dBm, NaN where not heard.</param>
    public float[] Probabilities(FloorModel floor, float[] fingerprint)
    {
        float[] believed = Believed(fingerprint), survey = _survey.Predict(believed).Probabilities;
        return _memory.MapAlone ? survey : floor.Combine([believed], [survey])[0];
    }

    float[] Believed(float[] fingerprint) => [.. fingerprint.Select((dbm, f) => _memory.Believed[f] ? dbm : float.NaN)];

    SurveyRow Row(SitePlaces places, int place)
    {
        FloorModel floor = _model.Floors[places.Floors[place]];
        Training.LocationClass point = places.Classes[place];
        return new(floor.Building, floor.Floor, point.Region, point.X, point.Y, null, null);
    }
}
