using Itoloc.Fingerprints;

namespace Itoloc.Updating;

/// <summary>Decides whether an update may stand, by checks that need no labels but the survey's own.</summary>
sealed class UpdateGuard
{
    /// <summary>Fewer adopted scans than this teach nothing.</summary>
    const int FewestAdopted = 20;

    /// <summary>A smaller share adopted means that most scans are not of this site, or that it has changed beyond us.</summary>
    const double SmallestShare = 0.2;

    /// <summary>Adopted scans must locate survey rows at least so much better than their centre would.</summary>
    const double LargestCycleShare = 0.5;

    const int Samples = 400;

    readonly MapUpdate _map;
    readonly double _cycle, _chance;

    public UpdateGuard(Localizer model, MapUpdate map)
    {
        _map = map;
        Adopted = map.After.Steps == map.Before.Steps ? 0 : map.After.Adopted.Count(scan => scan.Step == map.After.Steps);
        (_cycle, _chance) = Adopted == 0 ? (0, 0) : Cycle(model, map);
        Refusal =
            Adopted < FewestAdopted ? $"only {Adopted} scans could be adopted; {FewestAdopted} are needed"
            : Adopted < SmallestShare * map.Verdicts.Length
                ? FormattableString.Invariant($"only {Adopted} of {map.Verdicts.Length} scans could be adopted; most do not fit the site")
            : _cycle > LargestCycleShare * _chance
                ? FormattableString.Invariant($"the adopted scans place the survey's own points {_cycle:0.0} m wrong; by chance it would be {_chance:0.0} m")
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
            $"update {_map.After.Steps}: {Adopted} of {_map.Verdicts.Length} scans adopted; access points: {came} came, {went} went, {back} came back");
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
        yield return FormattableString.Invariant(
            $"{Count(Screening.Verdict.Accepted)} scans fit the site; limit of disagreement between predictors {_map.DisagreementLimit:0.0} m");
        foreach ((Screening.Verdict verdict, string reason) in Reasons)
            if (Count(verdict) > 0)
                yield return $"{Count(verdict)} scans left out: {reason}";
        if (_map.Flooded > 0)
            yield return $"{_map.Flooded} scans left out: too many from one place";
        if (Adopted > 0)
        {
            yield return FormattableString.Invariant(
                $"check: the adopted scans place the survey's own points with {_cycle:0.00} m; by chance {_chance:0.0} m");
        }
    }

    static readonly (Screening.Verdict Verdict, string Reason)[] Reasons =
    [
        (Screening.Verdict.Stranger, "they hear fewer than four of the access points believed in"),
        (Screening.Verdict.Disagreement, "halves of what they hear point to different places"),
        (Screening.Verdict.Unlike, "they are far more unlike the survey than the others"),
    ];

    int Count(Screening.Verdict verdict) => _map.Verdicts.Count(v => v == verdict);

    (int Came, int Went, int Back) Turnover()
    {
        bool[] before = _map.Before.Believed, after = _map.After.Believed;
        return (
            after.Length - before.Length,
            before.Where((b, f) => b && !after[f]).Count(),
            before.Where((b, f) => !b && after[f]).Count());
    }

    // Survey rows, located by the adopted scans alone with the survey's own access points: if the pseudo-labels are right,
    // the rows come out where they were measured.
    static (double Error, double Chance) Cycle(Localizer model, MapUpdate map)
    {
        UpdateMemory after = map.After;
        SurveyPredictor recent = new(
            [
                .. from scan in after.Adopted
                   where scan.Step == after.Steps
                   let fingerprint = Fingerprint(scan.Levels)
                   from place in scan.Places
                   select new EvidenceMap.Sample(fingerprint, place.Place, place.Share),
            ],
            model.Floors, map.Places);
        float[][] rows = RenewedSurvey.Base(model.Fingerprints, map.Places.OfRow, after);
        int step = Math.Max(1, rows.Length / Samples);
        List<double> errors = [], chances = [];
        for (int row = 0; row < rows.Length; row += step)
        {
            (float[] posterior, int floor, _) = recent.Posterior(Fingerprint(rows[row]));
            (double x, double y) = map.Places.Mean(posterior);
            SurveyRow truth = model.Rows[row];
            if (map.Places.Floors[map.Places.OfRow[row]] == floor)
                errors.Add(Math.Sqrt(Math.Pow(x - truth.X, 2) + Math.Pow(y - truth.Y, 2)));
            SurveyRow other = model.Rows[(row + rows.Length / 2) % rows.Length];
            chances.Add(Math.Sqrt(Math.Pow(other.X - truth.X, 2) + Math.Pow(other.Y - truth.Y, 2)));
        }
        return errors.Count < chances.Count / 2 ? (double.PositiveInfinity, chances.Average()) : (errors.Average(), chances.Average());

        float[] Fingerprint(float[] levels) => after.Fingerprint(levels)[..after.SurveyFeatures];
    }
}
