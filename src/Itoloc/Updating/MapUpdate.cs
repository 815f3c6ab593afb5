using Itoloc.Fingerprints;

namespace Itoloc.Updating;

/// <summary>The part of an update that needs no network: what is still there, what is new, and where scans were taken.</summary>
sealed class MapUpdate
{
    /// <summary>The most adopted scans kept for a place, newest first, and so the bound of a model's growth.</summary>
    const int MaximumPerPlace = 24;

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
    readonly SitePlaces _places;
    readonly PlaceVote _vote;

    public MapUpdate(Localizer model, UpdateRecipe recipe, int seed)
    {
        (_model, _recipe, _seed, _places) = (model, recipe, seed, new SitePlaces(model.Floors, model.Rows));
        _vote = new PlaceVote(_places, recipe);
        Before = model.Memory ?? UpdateMemory.Start(model.Index.Count, _places.Count);
        (Index, After) = (model.Index, Before);
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

    /// <summary>The limit of disagreement that scans were held to, in metres.</summary>
    public double DisagreementLimit { get; private set; }

    /// <summary>Learns from unlabelled scans.</summary>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public void Run(IReadOnlyList<Scan> scans, CancellationToken cancellation)
    {
        float[][] known = Read(_model.Index, scans);
        float[][] levels = [.. known.Select(row => SignalLevel.Of(row))];
        UpdateMemory memory = Revise(Before, known, Heard(known), cancellation);
        Scan[] accepted = [];
        // What hostile scans feign to hear is believed at first; so judge, believe only those accepted, and judge again.
        for (int pass = 0; pass < Passes; pass++)
        {
            float[][] rows = RenewedSurvey.Base(_model.Fingerprints, _places.OfRow, memory);
            Screening screening = new(_places, rows, memory.Believed, _recipe, _seed);
            DisagreementLimit = screening.Limit;
            Verdicts = screening.Judge(levels);
            accepted = [.. scans.Where((_, i) => Verdicts[i] == Screening.Verdict.Accepted)];
            if (accepted.Length == 0)
                return;
            memory = Revise(Before, Read(_model.Index, accepted), memory.Believed, cancellation);
        }
        Index = LateAccessPoints.Extend(_model.Index, Before.SurveyFeatures, accepted);
        memory = memory.Extend(Index.Count);
        Adopt(memory, Read(Index, accepted), cancellation);
    }

    static float[][] Read(AccessPointIndex index, IReadOnlyList<Scan> scans) =>
        [.. scans.Select(scan => Training.LocalizerTrainer.Read(index, scan))];

    // First guess of what is still there: what is heard at all.
    bool[] Heard(float[][] fingerprints)
    {
        double enough = Math.Max(2, 0.005 * fingerprints.Length);
        return [.. Enumerable.Range(0, _model.Index.Count)
            .Select(f => fingerprints.Count(row => !float.IsNaN(row[f])) >= enough)];
    }

    // Places by what is believed, beliefs by the places, twice.
    UpdateMemory Revise(UpdateMemory memory, float[][] fingerprints, bool[] first, CancellationToken cancellation)
    {
        Beliefs beliefs = new(_model.Fingerprints, _places.OfRow, _places.Count, memory.SurveyFeatures);
        float[][] levels = [.. fingerprints.Select(row => SignalLevel.Of(row))];
        bool[] believed = [.. first], heard = Heard(fingerprints);
        float[] offsets = new float[believed.Length];
        for (int round = 0; round < 2; round++)
        {
            cancellation.ThrowIfCancellationRequested();
            UpdateMemory now = memory with { Believed = believed, OffsetsDb = offsets };
            LevelMap map = new(RenewedSurvey.Base(_model.Fingerprints, _places.OfRow, now), believed);
            int[] placeOf = [.. levels.Select(row =>
            {
                float[] posterior = _vote.Vote(map, row, -1, out float distance);
                return distance >= 1 ? -1 : System.Numerics.Tensors.TensorPrimitives.IndexOfMax((ReadOnlySpan<float>)posterior);
            })];
            believed = [.. heard];
            for (int f = 0; f < memory.SurveyFeatures; f++)
                believed[f] = memory.Believed[f] || heard[f];
            offsets = [.. memory.OffsetsDb];
            beliefs.Revise(fingerprints, placeOf, believed, offsets);
        }
        return memory with { Believed = believed, OffsetsDb = offsets };
    }

    void Adopt(UpdateMemory memory, float[][] fingerprints, CancellationToken cancellation)
    {
        float[][] levels = [.. fingerprints.Select(row => SignalLevel.Of(row))];
        float[][] rows = RenewedSurvey.Base(_model.Fingerprints, _places.OfRow, memory);
        LevelMap map = new(rows, memory.Believed);
        PlaceShare[][] labels = [.. levels.Select(row => AdoptedScan.Shares(_vote.Vote(map, row, -1, out _)))];
        int[] located = [.. Enumerable.Range(0, levels.Length).Where(i => labels[i].Length > 0)];
        int step = Before.Steps + 1;
        bool[] believed = [.. memory.Believed.Select((b, f) => f < _model.Index.Count ? b : true)];
        // Before they teach, too: a flood of old recordings would silence what is new around its place.
        int[] usable = WithoutFlood(located, labels, levels, believed);
        cancellation.ThrowIfCancellationRequested();
        labels = Relabel(memory with { Believed = believed }, levels, labels, usable);
        int[] kept = WithoutFlood(usable, labels, levels, believed);
        Flooded = located.Length - kept.Length;
        Surroundings heard = new(
            _places, [.. kept.Select(i => levels[i])], [.. kept.Select(i => labels[i])], _recipe.ReachMetres);
        After = memory with
        {
            Steps = step,
            Believed = believed,
            Since = [.. believed.Select((b, f) => f >= _model.Index.Count || b != Before.Believed[f] ? step : memory.Since[f])],
            LastHeard = [.. memory.LastHeard.Select((last, f) => kept.Any(i => levels[i][f] > 0) ? step : last)],
            Learned = Learn(memory, heard),
            Adopted = Bounded(
                [.. memory.Adopted.Where(scan => scan.Step > step - MaximumAge),
                    .. kept.Select(i => new AdoptedScan(step, levels[i], labels[i]))]),
        };
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
            foreach (int i in usable.Where(i => foldOf[i] % Folds == fold))
                relabelled[i] = AdoptedScan.Shares(others.Posterior(memory.Fingerprint(levels[i])).Posterior);
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
            .OrderBy(i => elsewhere.Nearest(levels[i], 1) is [var nearest] ? nearest.Distance : 1).Take(limit));
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
