using Itoloc.Fingerprints;

namespace Itoloc.Updating;

/// <summary>How an updated model answers: the network's probabilities and the renewed radio map's, blended.</summary>
sealed class UpdatedAnswers
{
    readonly Localizer _model;
    readonly UpdateMemory _memory;
    readonly SitePlaces _places;
    readonly RenewedMap _map;
    readonly RadioMap _known;

    public UpdatedAnswers(Localizer model, UpdateMemory memory)
    {
        (_model, _memory, _places) = (model, memory, new SitePlaces(model));
        _map = new RenewedMap(model, _places, memory, new UpdateRecipe());
        _known = new RadioMap(
            [.. _map.Rows.Concat(memory.Adopted.Select(scan => scan.Levels)).Select(row => row.Select(SignalLevel.ToDbm).ToArray())]);
    }

    /// <summary>Locates fingerprints.</summary>
    /// <param name="fingerprints">Each [features], dBm, NaN where not heard.</param>
    public LocationEstimate[] Locate(float[][] fingerprints)
    {
        LocationEstimate[] estimates = new LocationEstimate[fingerprints.Length];
        float[][] believed = [.. fingerprints.Select(row => row.Select((dbm, f) => _memory.Believed[f] ? dbm : float.NaN).ToArray())];
        float[]?[] posteriors = [.. believed.Select(Posterior)];
        Array.Fill(estimates, LocationEstimate.Unknown);
        for (int floor = 0; floor < _model.Floors.Count; floor++)
        {
            FloorModel model = _model.Floors[floor];
            int first = _places.FirstOf(floor);
            int[] here = [.. Enumerable.Range(0, estimates.Length)
                .Where(i => posteriors[i] is { } p && p.AsSpan(first, model.Classes.Count).ContainsAnyExcept(0f))];
            float[][] survey = [.. here.Select(i => posteriors[i]![first..(first + model.Classes.Count)])];
            LocationEstimate[] located = _memory.MapAlone
                ? [.. survey.Select(model.Answer)] : model.Locate([.. here.Select(i => believed[i])], survey);
            for (int n = 0; n < here.Length; n++)
                estimates[here[n]] = located[n];
        }
        return estimates;
    }

    /// <summary>How probable a floor's location classes are for a scan that is known and of this floor.</summary>
    /// <param name="floor">The floor of the answer.</param>
    /// <param name="fingerprint">[features], dBm, NaN where not heard.</param>
    public float[] Probabilities(FloorModel floor, float[] fingerprint)
    {
        float[] believed = [.. fingerprint.Select((dbm, f) => _memory.Believed[f] ? dbm : float.NaN)];
        int first = _places.FirstOf(_model.Floors.ToList().IndexOf(floor));
        float[] survey = _map.Posterior(believed, out _)[first..(first + floor.Classes.Count)];
        return _memory.MapAlone ? survey : floor.Combine([believed], [survey])[0];
    }

    // Null where nothing the site has is like the scan.
    float[]? Posterior(float[] fingerprint)
    {
        if (Array.TrueForAll(fingerprint, float.IsNaN) || _known.Nearest(fingerprint, 1)[0].Distance > _model.KnownDistance)
            return null;
        return _map.Posterior(fingerprint, out _);
    }
}
