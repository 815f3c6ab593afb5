using System.Numerics.Tensors;
using Itoloc.Fingerprints;

namespace Itoloc.Updating;

/// <summary>The part of an update that needs no network: what is still there, what is new, and where scans were taken.</summary>
sealed class MapUpdate
{
    /// <summary>The most adopted scans kept for a place, newest first, and so the bound of a model's growth.</summary>
    public const int MaximumPerPlace = 24;

    /// <summary>Scans at a place that are enough, so that those of earlier updates are let go.</summary>
    const int EnoughPerPlace = 4;

    /// <summary>A place may receive so many times the median place's scans; the rest is taken for a flood.</summary>
    const int FloodFactor = 2;

    /// <summary>So many scans of a place are never a flood.</summary>
    const int FewestFlood = 6;

    /// <summary>Updates after which an adopted scan is forgotten.</summary>
    const int MaximumAge = 6;

    const int Folds = 2;
    const int Passes = 2;

    readonly Localizer _model;
    readonly UpdateRecipe _recipe;
    readonly int _seed;
    readonly Workers _workers;
    readonly SitePlaces _places;
    readonly PlaceVote _vote;

    // The survey says where its access points were heard, the scans adopted before where those that came later were.
    readonly Beliefs _survey, _late;

    public MapUpdate(Localizer model, UpdateRecipe recipe, int seed, Workers workers)
    {
        (_model, _recipe, _seed, _workers) = (model, recipe, seed, workers);
        _places = new SitePlaces(model.Floors, model.Rows);
        _vote = new PlaceVote(_places, recipe);
        Before = model.Memory ?? UpdateMemory.Start(model.Index.Count, _places.Count);
        (Index, After) = (model.Index, Before);
        _survey = new(model.Fingerprints, _places.OfRow, _places.Count, ..Before.SurveyFeatures);
        _late = new(
            [.. Before.Adopted.Select(scan => scan.Levels.Select(SignalLevel.ToDbm).ToArray())],
            [.. Before.Adopted.Select(scan => scan.MainPlace)], _places.Count, Before.SurveyFeatures..model.Index.Count);
    }

    /// <summary>The site's places.</summary>
    public SitePlaces Places => _places;

    /// <summary>What was known before.</summary>
    public UpdateMemory Before { get; }

    /// <summary>What is known after; meaningful after <see cref="Run"/>.</summary>
    public UpdateMemory After { get; private set; }

    /// <summary>The index with the access points that came; meaningful after <see cref="Run"/>.</summary>
    public AccessPointIndex Index { get; private set; }

    /// <summary>Each scan's verdict.</summary>
    public Screening.Verdict[] Verdicts { get; private set; } = [];

    /// <summary>Scans of one place beyond what places usually receive.</summary>
    public int Flooded { get; private set; }

    /// <summary>Scans that may be adopted: they fit and do not crowd. A place keeps some of them (<see cref="MaximumPerPlace"/>).</summary>
    public int Usable { get; private set; }

    /// <summary>How scans were judged; null where there was none.</summary>
    public Screening? Screening { get; private set; }

    /// <summary>Learns from unlabelled scans.</summary>
    /// <param name="scans">The scans.</param>
    /// <param name="progress">Told how far it is, 0 to 1.</param>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public void Run(IReadOnlyList<Scan> scans, Action<double> progress)
    {
        float[][] known = Read(_model.Index, scans);
        float[][] levels = [.. known.Select(row => SignalLevel.Of(row))];
        (UpdateMemory memory, int[] floorOf) = Revise(known, Heard(known, new int[known.Length]));
        Scan[] accepted = [];
        // What hostile scans feign to hear is believed at first; so judge, believe only those accepted, and judge again.
        for (int pass = 0; pass < Passes; pass++)
        {
            float[][] rows = RenewedSurvey.Base(_model.Fingerprints, _places.OfRow, memory);
            progress(0.1 + 0.3 * pass);
            Screening = new(_places, rows, memory.Believed, _recipe, _seed, _workers);
            Verdicts = Screening.Judge(levels);
            accepted = [.. scans.Where((_, i) => Verdicts[i] == Screening.Verdict.Accepted)];
            if (accepted.Length == 0)
                return;
            (memory, floorOf) = Revise(Read(_model.Index, accepted), memory.Believed);
        }
        (Index, int[] came) = LateAccessPoints.Extend(
            _model.Index, Before.SurveyFeatures, accepted, floorOf, [.. Enumerable.Range(0, _model.Index.Count).Where(f => IsFree(memory, f))]);
        memory = memory.Extend(Index.Count, came);
        progress(0.7);
        Adopt(memory, Read(Index, accepted), came);
        // Not the last one's time: a phone's clock may be wrong.
        DateTimeOffset[] times = [.. accepted.Select(scan => scan.Time).OfType<DateTimeOffset>().Order()];
        if (After.Steps > Before.Steps && times.Length > 0)
            After = After with { Ends = new Dictionary<int, DateTimeOffset>(Before.Ends) { [After.Steps] = times[times.Length * 19 / 20] } };
        progress(1);
    }

    static float[][] Read(AccessPointIndex index, IReadOnlyList<Scan> scans) =>
        [.. scans.Select(scan => Training.LocalizerTrainer.Read(index, scan))];

    // What is heard at all, by enough of a floor's scans; as a first guess, before floors are known, of all.
    bool[] Heard(float[][] fingerprints, int[] floorOf)
    {
        bool[] heard = new bool[_model.Index.Count];
        foreach (float[][] floor in floorOf.Zip(fingerprints).GroupBy(scan => scan.First, scan => scan.Second, (_, rows) => rows.ToArray()))
            for (int f = 0; f < heard.Length; f++)
                heard[f] |= floor.Count(row => !float.IsNaN(row[f])) >= Math.Max(2, 0.005 * floor.Length);
        return heard;
    }

    // Places by what is believed, beliefs by the places, twice, and floors, -1 = not known. What came late and nobody has heard for long is let go.
    (UpdateMemory Memory, int[] FloorOf) Revise(float[][] fingerprints, bool[] first)
    {
        int survey = Before.SurveyFeatures;
        float[][] levels = [.. fingerprints.Select(row => SignalLevel.Of(row))];
        bool[] believed = [.. first];
        float[] offsets = new float[believed.Length];
        int[] floorOf = [];
        for (int round = 0; round < 2; round++)
        {
            UpdateMemory now = Before with { Believed = believed, OffsetsDb = offsets };
            LevelMap map = new(RenewedSurvey.Base(_model.Fingerprints, _places.OfRow, now), believed);
            int[] placeOf = _workers.Each(levels.Length, i =>
            {
                float[] posterior = _vote.Vote(map, levels[i], -1, out float distance);
                return distance >= 1 ? -1 : TensorPrimitives.IndexOfMax<float>(posterior);
            });
            floorOf = [.. placeOf.Select(place => place < 0 ? -1 : _places.Floors[place])];
            bool[] heard = Heard(fingerprints, floorOf);
            // One that has gone may be heard elsewhere now: whether it is back, only where it was can tell.
            believed = [.. heard.Select((isHeard, f) => Before.Believed[f]
                && (f < survey || isHeard || Before.LastHeard[f] > Before.Steps + 1 - MaximumAge))];
            offsets = [.. Before.OffsetsDb];
            _survey.Revise(fingerprints, placeOf, believed, offsets);
            _late.Revise(fingerprints, placeOf, believed, new float[believed.Length]);
            // Recordings of before it came do not hear it: those that do prove that it is there.
            for (int f = survey; f < believed.Length; f++)
                believed[f] |= heard[f];
        }
        return (Before with { Believed = believed, OffsetsDb = offsets }, floorOf);
    }

    // No scan that is kept hears it, and no network looks at it.
    bool IsFree(UpdateMemory memory, int feature) =>
        feature >= memory.SurveyFeatures && !memory.Believed[feature] && memory.LastHeard[feature] <= memory.Steps + 1 - MaximumAge
        && !_model.Floors.Any(floor => floor.AccessPoints.Any(networks => networks.Contains(feature)));

    void Adopt(UpdateMemory memory, float[][] fingerprints, int[] came)
    {
        float[][] levels = [.. fingerprints.Select(row => SignalLevel.Of(row))];
        float[][] rows = RenewedSurvey.Base(_model.Fingerprints, _places.OfRow, memory);
        LevelMap map = new(rows, memory.Believed);
        PlaceShare[][] labels = _workers.Each(levels.Length, i => AdoptedScan.Shares(_vote.Vote(map, levels[i], -1, out _)));
        int[] located = [.. Enumerable.Range(0, levels.Length).Where(i => labels[i].Length > 0)];
        int step = Before.Steps + 1;
        bool[] believed = [.. memory.Believed.Select((b, f) => b || came.Contains(f))];
        // Before they teach, too: a flood of old recordings would silence what is new around its place.
        int[] usable = WithoutFlood(located, labels, levels, believed);
        labels = Relabel(memory with { Believed = believed }, levels, labels, usable);
        int[] kept = WithoutFlood(usable, labels, levels, believed);
        (Usable, Flooded) = (kept.Length, located.Length - kept.Length);
        if (kept.Length == 0)
            return;
        Surroundings heard = new(
            _places, [.. kept.Select(i => levels[i])], [.. kept.Select(i => labels[i])], _recipe.ReachMetres);
        After = memory with
        {
            Steps = step,
            Believed = believed,
            Since = [.. memory.Since.Select((since, f) => f < Before.Believed.Length && believed[f] != Before.Believed[f] ? step : since)],
            LastHeard = [.. memory.LastHeard.Select((last, f) => came.Contains(f) || kept.Any(i => levels[i][f] > 0) ? step : last)],
            Learned = Learn(memory, heard),
            Adopted = Bounded(
                [.. memory.Adopted.Where(scan => scan.Step > step - MaximumAge),
                    .. kept.Select(i => new AdoptedScan(step, levels[i], labels[i]))]),
        };
        After = After with { Replaces = Replacements.Find(_model, _places, Before, After) };
    }

    // By what a model would answer that has learnt from the others. A scan must not learn from itself: each half is
    // labelled by what the other half has taught.
    PlaceShare[][] Relabel(UpdateMemory memory, float[][] levels, PlaceShare[][] labels, int[] usable)
    {
        PlaceShare[][] relabelled = [.. labels];
        int[] foldOf = [.. Enumerable.Range(0, levels.Length)];
        new Random(_seed).Shuffle(foldOf);
        for (int fold = 0; fold < Folds; fold++)
        {
            IEnumerable<AdoptedScan> taught = usable.Where(i => foldOf[i] % Folds != fold)
                .Select(i => new AdoptedScan(memory.Steps + 1, levels[i], labels[i]));
            SurveyPredictor others = RenewedSurvey.Predictor(_model, memory with { Adopted = [.. memory.Adopted, .. taught] }, _places);
            int[] asked = [.. usable.Where(i => foldOf[i] % Folds == fold)];
            PlaceShare[][] answers = _workers.Each(
                asked.Length, n => AdoptedScan.Shares(others.Posterior(memory.Fingerprint(levels[asked[n]])).Posterior));
            for (int n = 0; n < asked.Length; n++)
                relabelled[asked[n]] = answers[n];
        }
        return relabelled;
    }

    // Where too many scans name one place, those most like the scans of other places stay: whoever repeats an old
    // recording does not hear what is new around.
    static int[] WithoutFlood(int[] usable, PlaceShare[][] labels, float[][] levels, bool[] believed)
    {
        int[] placeOf = [.. labels.Select(label => label.Length == 0 ? -1 : label.MaxBy(share => share.Share).Place)];
        ILookup<int, int> byPlace = usable.ToLookup(i => placeOf[i]);
        if (byPlace.Count == 0)
            return usable;
        int[] sizes = [.. byPlace.Select(place => place.Count()).Order()];
        int limit = Math.Max(FewestFlood, FloodFactor * sizes[sizes.Length / 2]);
        int[] usual = [.. byPlace.Where(place => place.Count() <= limit).SelectMany(place => place)];
        LevelMap elsewhere = new([.. usual.Select(i => levels[i])], believed);
        IEnumerable<int> thinned = byPlace.Where(place => place.Count() > limit).SelectMany(place => place
            .OrderBy(i => elsewhere.Distances(levels[i]).DefaultIfEmpty(1).Min()).Take(limit));
        return [.. usual.Concat(thinned).Order()];
    }

    float[][] Learn(UpdateMemory memory, Surroundings heard) => [.. memory.Learned.Select((levels, place) =>
    {
        float trust = heard.Trust(place, _recipe.PriorScans);
        return levels.Select((level, i) =>
            level + trust * (heard.Levels[place][memory.SurveyFeatures + i] - level)).ToArray();
    })];

    // Where a step's scans did not come, older ones stay; where they did, they replace them.
    static AdoptedScan[] Bounded(AdoptedScan[] scans)
    {
        Dictionary<int, int> kept = [];
        HashSet<AdoptedScan> keep = new(ReferenceEqualityComparer.Instance);
        foreach (IGrouping<int, AdoptedScan> step in scans.GroupBy(scan => scan.Step).OrderByDescending(step => step.Key))
        {
            foreach (IGrouping<int, AdoptedScan> place in step.GroupBy(scan => scan.MainPlace))
            {
                int already = kept.GetValueOrDefault(place.Key);
                AdoptedScan[] added = already >= EnoughPerPlace ? [] : [.. place.Take(MaximumPerPlace - already)];
                kept[place.Key] = already + added.Length;
                keep.UnionWith(added);
            }
        }
        return [.. scans.Where(keep.Contains)];
    }
}
