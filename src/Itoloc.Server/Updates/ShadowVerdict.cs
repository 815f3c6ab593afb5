namespace Itoloc.Server.Updates;

/// <summary>
/// Whether a watched model may answer: only when nothing says that it is worse than the one that does. What survey scans say
/// counts most; without them, whether it knows the site's scans and agrees with itself.
/// </summary>
static class ShadowVerdict
{
    /// <summary>Survey scans that are enough to judge by.</summary>
    const int EnoughSurvey = 20;

    /// <summary>A share of the scans that may become unknown by chance.</summary>
    const double KnownSlack = 0.02;

    /// <summary>Confidence is each model's own opinion of itself: only a plain fall counts.</summary>
    const double ConfidenceSlack = 0.1;

    /// <summary>How much more it may contradict itself, relative and in metres.</summary>
    const double HalvesSlack = 1.05, HalvesSlackMetres = 0.1;

    /// <summary>Why the other model is worse than the active one; null when nothing says so.</summary>
    public static string? Objection(ComparisonResponse compared)
    {
        (ModelScore active, ModelScore other) = (compared.Active, compared.Other);
        if (compared.SurveyScans >= EnoughSurvey && other.SurveyError > active.SurveyError)
        {
            return FormattableString.Invariant(
                $"it places {compared.SurveyScans} new survey scans {other.SurveyError:0.00} m wrong, version {active.Version} {active.SurveyError:0.00} m");
        }
        if (other.KnownShare < active.KnownShare - KnownSlack)
            return FormattableString.Invariant($"it knows {other.KnownShare:0%} of live scans, version {active.Version} {active.KnownShare:0%}");
        if (other.HalvesApart > active.HalvesApart * HalvesSlack + HalvesSlackMetres)
        {
            return FormattableString.Invariant(
                $"halves of what it hears are answered {other.HalvesApart:0.0} m apart, by version {active.Version} {active.HalvesApart:0.0} m");
        }
        if (other.Confidence < active.Confidence - ConfidenceSlack)
            return FormattableString.Invariant($"its confidence is {other.Confidence:0.00}, version {active.Version}'s {active.Confidence:0.00}");
        return null;
    }
}
