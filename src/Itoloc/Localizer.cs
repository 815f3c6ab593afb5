using Itoloc.Fingerprints;
using Itoloc.Training;
using Itoloc.Updating;

namespace Itoloc;

/// <summary>A trained model: the front door. A scan in, a location out. Safe to call from several threads at once.</summary>
public sealed class Localizer : ILocalizer
{
    /// <summary>Rows of the radio map that vote for the floor.</summary>
    const int FloorVotes = 9;

    readonly RadioMap _map;
    readonly Lazy<UpdatedAnswers> _updated;

    internal Localizer(
        string? site, Preset preset, int seed, AccessPointIndex index,
        IReadOnlyList<SurveyRow> rows, IReadOnlyList<float[]> fingerprints, IReadOnlyList<FloorModel> floors)
    {
        (Site, Preset, Seed, Index, Rows, Fingerprints, Floors) = (site, preset, seed, index, rows, fingerprints, floors);
        _map = new RadioMap(fingerprints);
        _updated = new(() => new UpdatedAnswers(this, Memory!));
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

    /// <summary>Sørensen distance from the survey beyond which a scan is not taken for one of the site.</summary>
    internal double KnownDistance { get; init; } = 0.9;

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
            KnownDistance = KnownDistance,
            Memory = Memory,
            History = @event is null ? History : [.. History, @event],
        };

    /// <inheritdoc/>
    public IReadOnlyList<LocationEstimate> Locate(IReadOnlyList<Scan> scans)
    {
        LocationEstimate[] estimates = new LocationEstimate[scans.Count];
        float[][] fingerprints = [.. scans.Select(scan => LocalizerTrainer.Read(Index, scan))];
        if (Memory is not null)
            return _updated.Value.Locate(fingerprints);
        FloorModel?[] floors = [.. fingerprints.Select(FindFloor)];
        Array.Fill(estimates, LocationEstimate.Unknown);
        foreach (FloorModel floor in Floors)
        {
            int[] here = [.. Enumerable.Range(0, scans.Count).Where(i => floors[i] == floor)];
            LocationEstimate[] located = floor.Locate([.. here.Select(i => fingerprints[i])]);
            for (int i = 0; i < here.Length; i++)
                estimates[here[i]] = located[i];
        }
        return estimates;
    }

    /// <summary>What the model is and what it was made of.</summary>
    public ModelDescription Description => ModelDescription.Of(this);

    /// <summary>Writes the model file, atomically: the old file stands until the new one is whole.</summary>
    /// <exception cref="IOException">It cannot be written.</exception>
    public void Save(string path) => ModelFile.Write(this, path);

    /// <summary>Reads a model file.</summary>
    /// <exception cref="InvalidDataException">Not a model file, a damaged one, or one from a later version.</exception>
    public static Localizer Load(string path) => ModelFile.Read(path);

    // The floor most of the nearest survey rows stand on; none where the survey has nothing like the scan.
    FloorModel? FindFloor(float[] fingerprint)
    {
        if (Array.TrueForAll(fingerprint, float.IsNaN))
            return null;
        RadioMap.Neighbour[] nearest = _map.Nearest(fingerprint, FloorVotes);
        if (nearest[0].Distance > KnownDistance)
            return null;
        SurveyRow elected = nearest
            .GroupBy(neighbour => (Rows[neighbour.Row].Building, Rows[neighbour.Row].Floor))
            .OrderByDescending(group => group.Count()).ThenBy(group => group.Sum(neighbour => neighbour.Distance))
            .Select(group => Rows[group.First().Row])
            .First();
        return Floors.First(floor => floor.Building == elected.Building && floor.Floor == elected.Floor);
    }
}
