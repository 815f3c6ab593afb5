namespace Itoloc.Updating;

/// <summary>Says what became of an access point since the survey.</summary>
static class AccessPointLife
{
    /// <summary>When it came or went and whether it is believed; null where nothing has happened to it.</summary>
    /// <param name="memory">What updates have found.</param>
    /// <param name="feature">Its number in the index.</param>
    public static string? Of(UpdateMemory memory, int feature)
    {
        int since = memory.Since[feature];
        if (feature >= memory.SurveyFeatures)
            return $"came with update {since}, believed since; last heard in update {memory.LastHeard[feature]}";
        if (!memory.Believed[feature])
            return $"gone, or standing elsewhere, since update {since}: no longer believed";
        string power = Math.Abs(memory.OffsetsDb[feature]) < 1 ? ""
            : FormattableString.Invariant($"heard {memory.OffsetsDb[feature]:+0;-0} dB against the survey");
        string back = since > 0 ? $"back since update {since}" : "";
        string both = string.Join(", ", new[] { back, power }.Where(text => text.Length > 0));
        return both.Length > 0 ? both : null;
    }
}
