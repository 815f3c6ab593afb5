using Itoloc.Fingerprints;

namespace Itoloc.Server.Models;

/// <summary>A model that answers: immutable, so that whoever holds it has one model from first to last.</summary>
sealed class ServedModel(long id, int version, Localizer localizer)
{
    readonly Lazy<RadioMap> _map = new(() => new RadioMap(localizer.Fingerprints));

    public long Id { get; } = id;

    public int Version { get; } = version;

    public Localizer Localizer { get; } = localizer;

    /// <summary>The survey's fingerprints, searchable; made when first asked for.</summary>
    public RadioMap Map => _map.Value;

    /// <summary>
    /// When it last answered, in ticks of the clock; the least recently used model is the first to go.
    /// </summary>
    public long LastUsed { get; set; }
}
