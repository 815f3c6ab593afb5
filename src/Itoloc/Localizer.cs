using Itoloc.Fingerprints;

namespace Itoloc;

/// <summary>A trained model: the front door. A scan in, a location out.</summary>
public sealed class Localizer : ILocalizer
{
    /// <summary>What the model is and what it was made of.</summary>
    public ModelDescription Description => throw new NotImplementedException();

    /// <inheritdoc/>
    public IReadOnlyList<LocationEstimate> Locate(IReadOnlyList<Scan> scans) => throw new NotImplementedException();

    /// <summary>Writes the model file, atomically: the old file stands until the new one is whole.</summary>
    public void Save(string path) => throw new NotImplementedException();

    /// <summary>Reads a model file.</summary>
    /// <exception cref="InvalidDataException">Not a model file, a damaged one, or one from a later version.</exception>
    public static Localizer Load(string path) => throw new NotImplementedException();
}
