using Itoloc.Fingerprints;

namespace Itoloc.Updating;

/// <summary>Decides whether an update may stand, by checks that need no labels but the survey's own.</summary>
sealed class UpdateGuard
{
    /// <summary>Fewer adopted scans than this teach nothing.</summary>
    const int FewestAdopted = 20;

    /// <summary>
    /// Where a smaller share may be adopted, what is left is not to be trusted either: most scans do not fit, or crowd where
    /// nobody can tell a phone left lying from places that are mistaken for each other.
    /// </summary>
    const double SmallestShare = 0.2;

    /// <summary>So many times as unlike the survey as its own rows are each other: other scans than a survey's.</summary>
    const double LargestShift = 2;

    /// <summary>Adopted scans must locate survey rows at least so much better than the middle of where they came to would.</summary>
    const double LargestCycleShare = 0.7;

    const int Samples = 400;

    readonly Localizer _old;
    readonly MapUpdate _map;
    readonly double _cycle, _middle;

    public UpdateGuard(Localizer model, MapUpdate map)
    {
        (_old, _map) = (model, map);
        Adopted = map.After.Steps == map.Before.Steps ? 0 : map.After.Adopted.Count(scan => scan.Step == map.After.Steps);
        (_cycle, _middle) = Adopted == 0 ? (0, 0) : Cycle(model, map);
        Refusal =
            map.Usable < SmallestShare * map.Verdicts.Length
                ? FormattableString.Invariant($"only {map.Usable} of {map.Verdicts.Length} scans could be adopted; {SmallestShare:P0} is the least")
            : Adopted < FewestAdopted ? $"only {Adopted} scans could be adopted; {FewestAdopted} are needed"
            : map.Screening!.Shift > LargestShift
                ? FormattableString.Invariant($"the scans are {map.Screening.Shift:0.0} times as unlike the survey as its own; {LargestShift:0} times is the most")
            : _cycle > LargestCycleShare * _middle
                ? FormattableString.Invariant($"the adopted scans place the survey's own points {_cycle:0.0} m wrong; their middle would be {_middle:0.0} m")
            : null;
    }

    /// <summary>Scans adopted by this update.</summary>
    public int Adopted { get; }

    /// <summary>Whether the update may stand.</summary>
    public bool IsPassed => Refusal is null;

    /// <summary>Why it may not; null where it may.</summary>
    public string? Refusal { get; }

    /// <summary>One line for the model's history.</summary>
    public string HistoryLine()
    {
        (int came, int went, int back) = Turnover();
        return FormattableString.Invariant(
            $"{_map.After.NameOf(_map.After.Steps)}: {Adopted} of {_map.Verdicts.Length} scans adopted; access points: {came} came, {went} went, {back} came back{Replaced()}");
    }

    string Replaced()
    {
        int replaced = _map.After.Replaces.Except(_map.Before.Replaces).Count();
        return replaced > 0 ? $"; {replaced} of those that went replaced where they stood" : "";
    }

    /// <summary>What was done and why.</summary>
    public UpdateReport Report() => new()
    {
        IsAccepted = IsPassed,
        Verdict = IsPassed ? HistoryLine() : $"not updated: {Refusal}",
        Scans = _map.Verdicts.Length,
        Adopted = IsPassed ? Adopted : 0,
        Details = [.. Details()],
    };

    IEnumerable<string> Details()
    {
        if (_map.Screening is not { } screening)
            yield break;
        yield return FormattableString.Invariant(
            $"{Count(Screening.Verdict.Accepted)} scans fit the site; limit of disagreement between predictors {screening.Limit:0.0} m; {screening.Shift:0.0} times as unlike the survey as its own rows");
        foreach ((Screening.Verdict verdict, string reason) in Reasons)
            if (Count(verdict) > 0)
                yield return $"{Count(verdict)} scans left out: {reason}";
        if (_map.Flooded > 0)
            yield return $"{_map.Flooded} scans left out: too many from one place";
        if (_map.Usable > Adopted)
            yield return $"{_map.Usable - Adopted} scans left out: a place keeps {MapUpdate.MaximumPerPlace}";
        if (Adopted > 0)
        {
            yield return FormattableString.Invariant(
                $"check: the adopted scans place the survey's own points with {_cycle:0.00} m; their middle {_middle:0.0} m");
        }
    }

    static readonly (Screening.Verdict Verdict, string Reason)[] Reasons =
    [
        (Screening.Verdict.Stranger, "they hear fewer than four of the access points believed in"),
        (Screening.Verdict.Disagreement, "halves of what they hear point to different places"),
        (Screening.Verdict.Unlike, "they are far more unlike the survey than the others"),
        (Screening.Verdict.Doubtful, "they point to regions where hardly any scan fits"),
    ];

    int Count(Screening.Verdict verdict) => _map.Verdicts.Count(v => v == verdict);

    (int Came, int Went, int Back) Turnover()
    {
        bool[] before = _map.Before.Believed, after = _map.After.Believed;
        bool IsNew(int feature) => feature >= before.Length || _map.Index.Features[feature] != _old.Index.Features[feature];
        return (
            Enumerable.Range(0, after.Length).Count(IsNew),
            before.Where((b, f) => b && !after[f]).Count(),
            before.Where((b, f) => !b && after[f] && !IsNew(f)).Count());
    }

    // Survey rows of where the adopted scans came to, located by them alone with the survey's own access points: if the
    // pseudo-labels are right, the rows come out where they were measured. The middle of those places errs by the other figure.
    static (double Error, double Middle) Cycle(Localizer model, MapUpdate map)
    {
        UpdateMemory after = map.After;
        AdoptedScan[] adopted = [.. after.Adopted.Where(scan => scan.Step == after.Steps)];
        SurveyPredictor recent = new(
            [
                .. from scan in adopted
                   let fingerprint = Fingerprint(scan.Levels)
                   from place in scan.Places
                   select new EvidenceMap.Sample(fingerprint, place.Place, place.Share),
            ],
            model.Floors, map.Places);
        float[][] rows = RenewedSurvey.Base(model.Fingerprints, map.Places.OfRow, after);
        HashSet<int> visited = [.. adopted.Select(scan => scan.MainPlace)];
        int[] asked = [.. Enumerable.Range(0, rows.Length).Where(row => visited.Contains(map.Places.OfRow[row]))];
        int step = Math.Max(1, asked.Length / Samples);
        List<double> errors = [], middles = [];
        Dictionary<int, (double X, double Y)> centres = visited.GroupBy(place => map.Places.Floors[place]).ToDictionary(
            floor => floor.Key,
            floor => (floor.Average(place => map.Places.Classes[place].X), floor.Average(place => map.Places.Classes[place].Y)));
        for (int i = 0; i < asked.Length; i += step)
        {
            int row = asked[i];
            (float[] posterior, int floor, _) = recent.Posterior(Fingerprint(rows[row]));
            (double x, double y) = map.Places.Mean(posterior);
            SurveyRow truth = model.Rows[row];
            int own = map.Places.Floors[map.Places.OfRow[row]];
            if (own == floor)
                errors.Add(truth.DistanceTo(x, y));
            middles.Add(truth.DistanceTo(centres[own].X, centres[own].Y));
        }
        return (errors.Count == 0 || errors.Count < middles.Count / 2 ? double.PositiveInfinity : errors.Average(), middles.DefaultIfEmpty().Average());

        float[] Fingerprint(float[] levels) => after.Fingerprint(levels)[..after.SurveyFeatures];
    }
}
