using Itoloc.Training;

namespace Itoloc;

/// <summary>What a model is and what it was made of.</summary>
public sealed record ModelDescription
{
    /// <summary>The site its survey names; null if the survey names none.</summary>
    public string? Site { get; init; }

    /// <summary>The preset it was trained with.</summary>
    public required Preset Preset { get; init; }

    /// <summary>The seed it was trained with.</summary>
    public required int Seed { get; init; }

    /// <summary>Labelled scans of its survey.</summary>
    public required int TrainingScans { get; init; }

    /// <summary>Mean position in metres of its reference points, over all floors.</summary>
    public required (double X, double Y) Centroid { get; init; }

    /// <summary>The devices of its survey, in ordinal order.</summary>
    public required IReadOnlyList<string> Devices { get; init; }

    /// <summary>The floors it can name, in ordinal order of building and floor.</summary>
    public required IReadOnlyList<DescribedFloor> Floors { get; init; }

    /// <summary>Every access point of its survey, the used ones first, in ordinal order.</summary>
    public required IReadOnlyList<DescribedAccessPoint> AccessPoints { get; init; }

    /// <summary>What happened to it, oldest first: training, later each update.</summary>
    public required IReadOnlyList<string> History { get; init; }
}

/// <summary>A floor of a model.</summary>
/// <param name="Building">The building's name, if the survey names it.</param>
/// <param name="Floor">The floor's name, if the survey names it.</param>
/// <param name="ReferencePoints">Points surveyed on it.</param>
/// <param name="Scans">Labelled scans taken on it.</param>
public sealed record DescribedFloor(string? Building, string? Floor, int ReferencePoints, int Scans);

/// <summary>An access point of a survey and what became of it.</summary>
/// <param name="Name">The group's canonical identifier, or the dropped identifier.</param>
/// <param name="IsUsed">Whether the model listens to it.</param>
/// <param name="Reason">Why it is used or not, in one line.</param>
public sealed record DescribedAccessPoint(string Name, bool IsUsed, string Reason);
