using Itoloc.Fingerprints;
using Itoloc.Training;
using Itoloc.Updating;

namespace Itoloc;

/// <summary>A trained model: the front door. A scan in, a location out. Safe to call from several threads at once.</summary>
public sealed class Localizer : ILocalizer
{
    readonly Lazy<RadioMap> _map;
    readonly Lazy<SurveyPredictor> _survey;

    internal Localizer(
        string? site, Preset preset, int seed, AccessPointIndex index,
        IReadOnlyList<SurveyRow> rows, IReadOnlyList<float[]> fingerprints, IReadOnlyList<FloorModel> floors)
    {
        (Site, Preset, Seed, Index, Rows, Fingerprints, Floors) = (site, preset, seed, index, rows, fingerprints, floors);
        _map = new(() => new RadioMap(fingerprints));
        _survey = new(() => Memory is { } memory
            ? RenewedSurvey.Predictor(this, memory, new SitePlaces(floors, rows))
            : new SurveyPredictor(rows, fingerprints, floors));
    }

    /// <summary>The site that was surveyed, if named.</summary>
    public string? Site { get; }

    /// <summary>The preset it was trained with.</summary>
    public Preset Preset { get; }

    /// <summary>The seed it was trained with.</summary>
    public int Seed { get; }

    /// <summary>The access points of the site.</summary>
    public AccessPointIndex Index { get; }

    /// <summary>The survey: where, when and by which device each fingerprint was taken.</summary>
    public IReadOnlyList<SurveyRow> Rows { get; }

    /// <summary>The survey's fingerprints, one a row: [features of the index], dBm, NaN where not heard.</summary>
    public IReadOnlyList<float[]> Fingerprints { get; }

    /// <summary>The survey's fingerprints, searchable by likeness; made when first asked for.</summary>
    public RadioMap Map => _map.Value;

    /// <summary>Share of a scan that the site must explain for the scan to be taken for one of its own, 0 to 1.</summary>
    internal double KnownShare { get; init; } = ModelManifest.UsualKnownShare;

    /// <summary>What updates have added to the survey; null before the first.</summary>
    internal UpdateMemory? Memory { get; init; }

    /// <summary>A line for every accepted update, oldest first.</summary>
    internal IReadOnlyList<string> History { get; init; } = [];

    internal IReadOnlyList<FloorModel> Floors { get; }

    /// <summary>The same model with other networks.</summary>
    /// <param name="floors">As many, for the same floors and places.</param>
    /// <param name="event">A line for the history; null where none is due.</param>
    internal Localizer With(IReadOnlyList<FloorModel> floors, string? @event = null) =>
        new(Site, Preset, Seed, Index, Rows, Fingerprints, floors)
        {
            KnownShare = KnownShare,
            Memory = Memory,
            History = @event is null ? History : [.. History, @event],
        };

    /// <inheritdoc/>
    public IReadOnlyList<LocationEstimate> Locate(IReadOnlyList<Scan> scans)
    {
        LocationEstimate[] estimates = new LocationEstimate[scans.Count];
        Array.Fill(estimates, LocationEstimate.Unknown);
        float[][] fingerprints = [.. scans.Select(Fingerprint)];
        var known = Enumerable.Range(0, scans.Count)
            .Select(i => (Scan: i, Found: Find(fingerprints[i])))
            .Where(scan => scan.Found is not null);
        foreach (var here in known.ToLookup(scan => scan.Found!.Value.Floor, scan => (scan.Scan, scan.Found!.Value.Survey)))
        {
            float[][] probabilities = here.Key.Combine(
                [.. here.Select(scan => fingerprints[scan.Scan])], [.. here.Select(scan => scan.Survey)]);
            foreach ((int place, (int scan, _)) in here.Index())
                estimates[scan] = here.Key.Answer(probabilities[place]);
        }
        return estimates;
    }

    /// <summary>Says what the answer to a scan rests on, beside <see cref="Regions"/>; takes as long as locating some dozen scans.</summary>
    public AnswerExplanation Explain(Scan scan) => AnswerExplanation.Of(this, scan);

    /// <summary>How probable each region of the answer's floor is; costs as much as the answer.</summary>
    /// <returns>
    /// The most probable first; they sum to at most 1, for places without a region belong to none. Empty where the scan is not
    /// of this site.
    /// </returns>
    public IReadOnlyList<(string Region, double Probability)> Regions(Scan scan)
    {
        float[] fingerprint = Fingerprint(scan);
        if (Find(fingerprint) is not (FloorModel floor, float[] survey))
            return [];
        float[] probabilities = floor.Combine([fingerprint], [survey])[0];
        return [.. PositionReader.Regions(probabilities, floor.Classes)
            .Select(region => (region.Key, region.Value)).OrderByDescending(region => region.Value)];
    }

    /// <summary>What the network's extractor makes of each scan: Z of Eq. 2, the layers' values one after the other.</summary>
    /// <param name="scans">Scans of a site with one floor, or of its first.</param>
    public IReadOnlyList<float[]> Features(IReadOnlyList<Scan> scans) =>
        Floors[0].Features([.. scans.Select(scan => Floors[0].Input(Fingerprint(scan)))]);

    /// <summary>A scan as the model sees it: [features of the index], dBm, NaN where not heard or no longer believed.</summary>
    internal float[] Fingerprint(Scan scan) => Believe(LocalizerTrainer.Read(Index, scan));

    // The floor, and what the radio map says of it. Not known where nothing is heard, nor where no place of the site explains
    // enough of it.
    (FloorModel Floor, float[] Survey)? Find(float[] fingerprint)
    {
        if (Array.TrueForAll(fingerprint, float.IsNaN))
            return null;
        (FloorModel floor, float[] survey, float explained) = _survey.Value.Predict(fingerprint);
        return explained >= KnownShare ? (floor, survey) : null;
    }

    float[] Believe(float[] fingerprint) => Memory is { } memory ? memory.Believe(fingerprint) : fingerprint;

    /// <summary>What the model is and what it was made of.</summary>
    public ModelDescription Description => ModelDescription.Of(this);

    /// <summary>Writes the model file, atomically: the old file stands until the new one is whole.</summary>
    /// <exception cref="IOException">It cannot be written.</exception>
    public void Save(string path) => ModelFile.Write(this, path);

    /// <summary>Reads a model file.</summary>
    /// <exception cref="InvalidDataException">Not a model file, a damaged one, or one from a later version.</exception>
    public static Localizer Load(string path) => ModelFile.Read(path);
}
