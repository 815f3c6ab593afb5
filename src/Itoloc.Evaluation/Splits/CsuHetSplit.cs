using Itoloc.Fingerprints;

namespace Itoloc.Evaluation.Splits;

/// <summary>The scans of CSUIndoorLoc-Het by floor plan and phone.</summary>
sealed class CsuHetSplit
{
    /// <summary>The archive's file name.</summary>
    public const string Archive = "csu-het.zip";

    readonly Dictionary<(string Plan, string Phone, bool IsTest), List<Scan>> _parts;

    /// <summary>Reads the archive.</summary>
    public CsuHetSplit(string dataFolder)
    {
        _parts = DataArchive.Read(
            "csu-het", Path.Combine(dataFolder, Archive),
            scan => (scan.Scan.Building!, scan.Scan.Device!, scan.Entry.Split('/')[^2] == "test"));
        Plans = [.. _parts.Keys.Select(key => key.Plan).Distinct().Order(StringComparer.Ordinal)];
        Phones = [.. _parts.Keys.Select(key => key.Phone).Distinct().Order(StringComparer.Ordinal)];
    }

    /// <summary>The floor plans, in ordinal order.</summary>
    public IReadOnlyList<string> Plans { get; }

    /// <summary>The phones, in ordinal order.</summary>
    public IReadOnlyList<string> Phones { get; }

    /// <summary>Every plan with every phone held out, and the <c>train/</c> rows of the others; quick: glover with LG and OP3.</summary>
    public IEnumerable<(string Plan, string Unseen, List<Scan> Train)> Rotations(bool quick) =>
        from plan in Plans
        from unseen in Phones
        where !quick || (plan == "glover" && unseen is ("LG" or "OP3"))
        select (plan, unseen, DataArchive.Survey(Phones.Where(phone => phone != unseen).SelectMany(phone => Train(plan, phone)), quick));

    /// <summary>A phone's <c>train/</c> rows on a plan.</summary>
    public IReadOnlyList<Scan> Train(string plan, string phone) => _parts[(plan, phone, false)];

    /// <summary>A phone's <c>test/</c> rows on a plan.</summary>
    public TestPart Test(string plan, string phone) => new(phone, plan, _parts[(plan, phone, true)]);
}
