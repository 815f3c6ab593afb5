using Itoloc.Fingerprints;

namespace Itoloc.Updating;

/// <summary>The radio map of an updated model: the renewed survey and the adopted scans, half the answer each.</summary>
/// <remarks>
/// The survey's rows stand where they were measured but are partly old; adopted scans are new but stand where they are
/// believed to. On artificially aged surveys the mean of both was better than either.
/// </remarks>
sealed class RenewedMap
{
    readonly SitePlaces _places;
    readonly PlaceVote _vote;
    readonly LevelMap _survey, _recent;
    readonly UpdateMemory _memory;
    readonly int[] _placeOfRecent;

    public RenewedMap(Localizer model, SitePlaces places, UpdateMemory memory, UpdateRecipe recipe)
    {
        (_places, _memory) = (places, memory);
        _vote = new PlaceVote(places, recipe);
        Rows = RenewedSurvey.Base(model.Fingerprints, places.OfRow, memory);
        Surroundings heard = new(
            places, [.. memory.Adopted.Select(scan => scan.Levels)], [.. memory.Adopted.Select(scan => scan.Places)], recipe.ReachMetres);
        if (memory.Adopted.Count > 0)
            RenewedSurvey.Blend(Rows, places.OfRow, memory.SurveyFeatures, heard, recipe);
        _survey = new LevelMap(Rows, memory.Believed);
        _placeOfRecent = [.. memory.Adopted.Select(scan => scan.MainPlace)];
        _recent = new LevelMap([.. memory.Adopted.Select(scan => scan.Levels)], memory.Believed);
    }

    /// <summary>The survey's rows as they would be heard today, each [features], levels.</summary>
    public float[][] Rows { get; }

    /// <summary>The posterior of a scan over the site's places, on one floor.</summary>
    /// <param name="fingerprint">[features], dBm, NaN where not heard.</param>
    /// <param name="distance">Distance from the nearest row of the survey, 0 to 1.</param>
    public float[] Posterior(ReadOnlySpan<float> fingerprint, out float distance)
    {
        float[] levels = SignalLevel.Of(fingerprint);
        float[] posterior = _vote.Vote(_survey, levels, -1, out distance);
        if (_memory.Adopted.Count == 0)
            return posterior;
        for (int place = 0; place < posterior.Length; place++)
            posterior[place] /= 2;
        _vote.Add(_recent, _memory.Adopted, _placeOfRecent, levels, 0.5f, posterior);
        _places.KeepOneFloor(posterior);
        return posterior;
    }
}
