using System.Collections.Concurrent;
using Itoloc.Fingerprints;

namespace Itoloc.Training;

/// <summary>
/// The survey as if a scan had not been part of it, for asking that scan as a user would: without its phone where the
/// floor was surveyed with several, otherwise without its reference point and a fifth of the others, or, where it was
/// surveyed walking, without its pass and a fifth of the others.
/// </summary>
sealed class SurveyWithout
{
    const int Folds = 5;

    readonly IReadOnlyList<SurveyRow> _rows;
    readonly IReadOnlyList<float[]> _fingerprints;
    readonly IReadOnlyList<FloorModel> _floors;
    readonly HashSet<(string?, string?)> _severalDevices;
    readonly SurveyPasses _passes;
    readonly SitePlaces _places;
    readonly HashSet<int> _sharedPlaces;
    readonly ConcurrentDictionary<(string? Device, int Fold), Lazy<SurveyPredictor>> _made = [];

    /// <summary>Prepares to leave out scans of a survey.</summary>
    /// <param name="rows">The survey's rows.</param>
    /// <param name="fingerprints">Each [features of the site], dBm, NaN where not heard.</param>
    /// <param name="floors">The floors' models.</param>
    public SurveyWithout(IReadOnlyList<SurveyRow> rows, IReadOnlyList<float[]> fingerprints, IReadOnlyList<FloorModel> floors)
    {
        (_rows, _fingerprints, _floors) = (rows, fingerprints, floors);
        (_passes, _places) = (new(rows), new(floors, rows));
        _severalDevices = [.. rows.Select(row => (row.Building, row.Floor, row.Device)).Distinct()
            .GroupBy(row => (row.Building, row.Floor)).Where(floor => floor.Count() > 1).Select(floor => floor.Key)];
        _sharedPlaces = [.. rows.Select((row, i) => (Place: _places.OfRow[i], row.Device)).Distinct()
            .GroupBy(visit => visit.Place).Where(place => place.Count() > 1).Select(place => place.Key)];
    }

    /// <summary>The survey without what a row would give away. Safe to call from several threads at once.</summary>
    public SurveyPredictor For(int row) => IsByDevice(row) ? WithoutPhoneOf(row) : WithoutPointOf(row);

    /// <summary>The survey without a row's phone.</summary>
    public SurveyPredictor WithoutPhoneOf(int row)
    {
        string? device = _rows[row].Device;
        return _made.GetOrAdd((device, -1), _ => new(() => Without(other => _rows[other].Device == device))).Value;
    }

    /// <summary>The survey without a row's reference point, or its pass, and a fifth of the others.</summary>
    public SurveyPredictor WithoutPointOf(int row)
    {
        int fold = FoldOf(row);
        return _made.GetOrAdd((null, fold), _ => new(() => Without(other => FoldOf(other) == fold))).Value;
    }

    SurveyPredictor Without(Predicate<int> isLeftOut) => new(
        [.. Enumerable.Range(0, _rows.Count).Where(row => !isLeftOut(row))
            .Select(row => new EvidenceMap.Sample(_fingerprints[row], _places.OfRow[row], 1))],
        _floors, _places);

    /// <summary>Whether a row's phone is left out in what <see cref="For"/> gives: others surveyed its floor, too.</summary>
    public bool IsByDevice(int row) => _severalDevices.Contains((_rows[row].Building, _rows[row].Floor));

    /// <summary>Whether other phones visited a row's reference point, too.</summary>
    public bool KnowsPointOf(int row) => IsByDevice(row) && _sharedPlaces.Contains(_places.OfRow[row]);

    /// <summary>Whether a row's pass is left out in what <see cref="For"/> gives.</summary>
    public bool IsWalked(int row) => !IsByDevice(row) && _passes.PassOf(_rows[row]) is not null;

    // All scans of a pass or a reference point are in one fold; which one has nothing to do with the grid.
    int FoldOf(int row)
    {
        if (_passes.PassOf(_rows[row]) is { } pass)
            return pass % Folds;
        uint mixed = unchecked((Centimetres(_rows[row].X) * 73_856_093u) ^ (Centimetres(_rows[row].Y) * 19_349_663u));
        return (int)(unchecked((mixed ^ (mixed >> 15)) * 2_246_822_519u) / (uint.MaxValue / Folds + 1));
    }

    static uint Centimetres(double metres) => unchecked((uint)(int)Math.Round(metres * 100));
}
