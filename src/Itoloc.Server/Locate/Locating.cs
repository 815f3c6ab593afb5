using Itoloc.Fingerprints;
using Itoloc.Server.Health;
using Itoloc.Server.Models;
using Itoloc.Server.Sites;
using Itoloc.Server.Surveys;

namespace Itoloc.Server.Locate;

/// <summary>Answers scans: the one way from a request of any client to the site's model and back.</summary>
sealed class Locating(ServedModels models, Ingest ingest, LivePositions live, Metrics metrics, TimeProvider clock)
{
    /// <summary>Answers scans, all by one model; null when the site has none.</summary>
    public async Task<IReadOnlyList<Answer>?> AnswerAsync(Site site, IReadOnlyList<Scan> scans)
    {
        if (await models.FindAsync(site) is not { } model)
            return null;
        DateTimeOffset now = clock.GetUtcNow();
        Scan[] timed = [.. scans.Select(scan => ingest.WithoutOptedOut(site, scan) with { Time = ScanClock.TimeOf(scan.Time, now) })];
        IReadOnlyList<LocationEstimate> estimates = model.Localizer.Locate(timed);
        foreach (LocationEstimate estimate in estimates)
            metrics.Answered(estimate.Known);
        return [.. timed.Select((scan, i) => new Answer(scan, Answer.WithoutMadeUpPlace(estimates[i]), model))];
    }

    /// <summary>Shows answers to those who watch, and keeps them for the history when there is time for it.</summary>
    public void PublishAndKeep(Site site, string client, IReadOnlyList<Scan> asked, IReadOnlyList<Answer> answers)
    {
        for (int i = 0; i < answers.Count; i++)
        {
            live.Publish(site, answers[i]);
            ingest.StoreQueryLater(site, client, asked[i], answers[i].Estimate, answers[i].Model.Version);
        }
    }
}
