using Itoloc.Fingerprints;

namespace Itoloc.Server.Models;

/// <summary>A model that answers: immutable, so that whoever holds it has one model from first to last.</summary>
sealed class ServedModel(long id, int version, Localizer localizer)
{
    public long Id { get; } = id;

    public int Version { get; } = version;

    public Localizer Localizer { get; } = localizer;

    /// <summary>The survey's fingerprints, searchable by likeness.</summary>
    public RadioMap Map => Localizer.Map;

    /// <summary>
    /// When it last answered, in ticks of the clock; the least recently used model is the first to go.
    /// </summary>
    public long LastUsed { get; set; }
}
