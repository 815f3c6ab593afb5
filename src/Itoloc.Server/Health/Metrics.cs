using System.Diagnostics.Metrics;
using Itoloc.Server.Models;
using Itoloc.Server.Storage;

namespace Itoloc.Server.Health;

/// <summary>What the service counts beside what the framework counts of requests, threads and memory. No site, no device.</summary>
sealed class Metrics : IDisposable
{
    public const string MeterName = "Itoloc";

    readonly Meter _meter = new(MeterName);
    readonly Counter<long> _answers, _stored, _jobs;

    public Metrics(ServedModels models, ScanWriter writer)
    {
        _answers = _meter.CreateCounter<long>("itoloc.locate.answers", "{scan}", "Scans located, by whether they were of the site.");
        _stored = _meter.CreateCounter<long>("itoloc.scans.stored", "{scan}", "Scans stored, by kind, and duplicates of them.");
        _jobs = _meter.CreateCounter<long>("itoloc.jobs.ended", "{job}", "Jobs ended, by kind and state.");
        _meter.CreateObservableGauge("itoloc.models.loaded", () => models.Count, "{model}", "Models in memory.");
        _meter.CreateObservableCounter("itoloc.scans.dropped", () => writer.Dropped, "{scan}", "Located scans not kept because the disk could not follow.");
    }

    public void Answered(bool known) => _answers.Add(1, new KeyValuePair<string, object?>("known", known));

    public void Stored(string kind, bool[] isNew)
    {
        int added = isNew.Count(value => value);
        _stored.Add(added, new("kind", kind), new("duplicate", false));
        _stored.Add(isNew.Length - added, new("kind", kind), new("duplicate", true));
    }

    public void JobEnded(string kind, string state) => _jobs.Add(1, new("kind", kind), new("state", state));

    public void Dispose() => _meter.Dispose();
}
