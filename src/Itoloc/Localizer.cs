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
        _survey = new(() => Memory is { } memory ? RenewedSurvey.Predictor(this, memory) : new SurveyPredictor(rows, fingerprints, floors));
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
        float[][] fingerprints = [.. scans.Select(scan => Believe(LocalizerTrainer.Read(Index, scan)))];
        // Not known where nothing is heard, nor where no place of the site explains enough of it.
        var known = Enumerable.Range(0, scans.Count)
            .Where(i => !Array.TrueForAll(fingerprints[i], float.IsNaN))
            .Select(i => (Scan: i, Said: _survey.Value.Predict(fingerprints[i])))
            .Where(scan => scan.Said.Explained >= KnownShare);
        foreach (var here in known.ToLookup(scan => scan.Said.Floor))
        {
            float[][] probabilities = Combine(
                here.Key, [.. here.Select(scan => fingerprints[scan.Scan])], [.. here.Select(scan => scan.Said.Probabilities)]);
            foreach ((int place, (int scan, _)) in here.Index())
                estimates[scan] = here.Key.Answer(probabilities[place]);
        }
        return estimates;
    }

    /// <summary>Says what the answer to a scan rests on; takes as long as locating some dozen scans.</summary>
    public AnswerExplanation Explain(Scan scan) => AnswerExplanation.Of(this, scan);

    /// <summary>How probable a floor's location classes are for a scan that is known and of this floor.</summary>
    /// <param name="floor">The floor of the answer.</param>
    /// <param name="fingerprint">[features of the site], dBm, NaN where not heard.</param>
    internal float[] Probabilities(FloorModel floor, float[] fingerprint)
    {
        float[] believed = Believe(fingerprint);
        return Combine(floor, [believed], [_survey.Value.Predict(believed).Probabilities])[0];
    }

    float[] Believe(float[] fingerprint) => Memory is { } memory ? memory.Believe(fingerprint) : fingerprint;

    float[][] Combine(FloorModel floor, float[][] fingerprints, float[][] survey) =>
        Memory is { MapAlone: true } ? survey : floor.Combine(fingerprints, survey);

    /// <summary>What the model is and what it was made of.</summary>
    public ModelDescription Description => ModelDescription.Of(this);

    /// <summary>Writes the model file, atomically: the old file stands until the new one is whole.</summary>
    /// <exception cref="IOException">It cannot be written.</exception>
    public void Save(string path) => ModelFile.Write(this, path);

    /// <summary>Reads a model file.</summary>
    /// <exception cref="InvalidDataException">Not a model file, a damaged one, or one from a later version.</exception>
    public static Localizer Load(string path) => ModelFile.Read(path);
}
