using Itoloc.Fingerprints;

namespace Itoloc.Updating;

/// <summary>Says what became of an access point since the survey.</summary>
static class AccessPointLife
{
    /// <summary>When it came or went and whether it is believed; null where nothing has happened to it.</summary>
    /// <param name="memory">What updates have found.</param>
    /// <param name="index">The access points.</param>
    /// <param name="feature">Its number in the index.</param>
    public static string? Of(UpdateMemory memory, AccessPointIndex index, int feature)
    {
        int since = memory.Since[feature];
        bool isLate = feature >= memory.SurveyFeatures;
        if (!memory.Believed[feature])
        {
            string by = memory.Replaces.FirstOrDefault(pair => pair.Value == feature, new(-1, -1)).Key is >= 0 and var next
                ? $"; replaced by {index.Features[next].Members[0]}" : "";
            return $"{(isLate ? "came after the survey; " : "")}gone, or standing elsewhere, since {memory.NameOf(since)}: no longer believed{by}";
        }
        if (isLate)
        {
            string instead = memory.Replaces.TryGetValue(feature, out int gone) ? $" in the place of {index.Features[gone].Members[0]}" : "";
            return $"came with {memory.NameOf(since)}{instead}, believed since; last heard in {memory.NameOf(memory.LastHeard[feature])}";
        }
        string power = Math.Abs(memory.OffsetsDb[feature]) < 1 ? ""
            : FormattableString.Invariant($"heard {memory.OffsetsDb[feature]:+0;-0} dB against the survey");
        string back = since > 0 ? $"back since {memory.NameOf(since)}" : "";
        string both = string.Join(", ", new[] { back, power }.Where(text => text.Length > 0));
        return both.Length > 0 ? both : null;
    }
}
