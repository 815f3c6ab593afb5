using Itoloc.Fingerprints;
using Itoloc.Training;
using Itoloc.Updating;

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

    /// <summary>Every access point of its survey and those that updates found, the used ones first.</summary>
    public required IReadOnlyList<DescribedAccessPoint> AccessPoints { get; init; }

    /// <summary>What happened to it, oldest first: training, later each update.</summary>
    public required IReadOnlyList<string> History { get; init; }

    internal static ModelDescription Of(Localizer model) => new()
    {
        Site = model.Site,
        Preset = model.Preset,
        Seed = model.Seed,
        TrainingScans = model.Rows.Count,
        Centroid = Centre(model),
        Devices = [.. model.Rows.Select(row => row.Device).OfType<string>().Distinct().Order(StringComparer.Ordinal)],
        Floors = [.. model.Floors.Select(floor => new DescribedFloor(
            floor.Building, floor.Floor, floor.Classes.Count, model.Rows.Count(row => row.Building == floor.Building && row.Floor == floor.Floor)))],
        AccessPoints = [.. Enumerable.Range(0, model.Index.Count)
            .Select(feature => Describe(model, feature))
            .OrderByDescending(accessPoint => accessPoint.IsUsed)],
        History = [$"trained on {model.Rows.Count} scans{Period(model)}", .. model.History],
    };

    static (double X, double Y) Centre(Localizer model)
    {
        LocationClass[] points = [.. model.Floors.SelectMany(floor => floor.Classes)];
        return (points.Average(point => point.X), points.Average(point => point.Y));
    }

    static string Period(Localizer model)
    {
        DateTimeOffset[] times = [.. model.Rows.Select(row => row.Time).OfType<DateTimeOffset>()];
        return times.Length == 0 ? "" : $" of {times.Min():yyyy-MM-dd} to {times.Max():yyyy-MM-dd}";
    }

    // Every access point is in the radio map; the images of a floor show those that tell most about the place.
    static DescribedAccessPoint Describe(Localizer model, int feature)
    {
        AccessPointFeature accessPoint = model.Index.Features[feature];
        string[] floors = [.. model.Floors
            .Where(floor => floor.AccessPoints.Any(networks => networks.Contains(feature)))
            .Select(floor => floor.Name)];
        string heard = FormattableString.Invariant(
            $"heard in {100.0 * accessPoint.ScansHeard / model.Rows.Count:0.0} % of scans, mean {accessPoint.MeanDbm:0} dBm");
        string[] siblings = [.. model.Index.Radios.First(networks => networks.Contains(feature))
            .SelectMany(network => model.Index.Features[network].Members).Except([accessPoint.Members[0]])];
        string members = siblings.Length > 0 ? $"; one radio with {string.Join(", ", siblings)}" : "";
        string use = floors.Length == 0
            ? model.Memory is { } known && !known.Believed[feature] ? "in no image"
                : "in the radio map only: too seldom heard or too alike everywhere for an image"
            : floors is [""] ? "in the image" : $"in the image of {string.Join(", ", floors)}";
        if (model.Memory is { } memory && AccessPointLife.Of(memory, model.Index, feature) is { } life)
            (heard, use) = (feature < memory.SurveyFeatures ? heard : $"heard in {accessPoint.ScansHeard} scans of the update that found it", $"{use}; {life}");
        return new DescribedAccessPoint(accessPoint.Members[0], floors.Length > 0, $"{heard}; {use}{members}");
    }
}

/// <summary>A floor of a model.</summary>
/// <param name="Building">The building's name, if the survey names it.</param>
/// <param name="Floor">The floor's name, if the survey names it.</param>
/// <param name="ReferencePoints">Location classes on it: its reference points, neighbours merged where there are more than 256.</param>
/// <param name="Scans">Labelled scans taken on it.</param>
public sealed record DescribedFloor(string? Building, string? Floor, int ReferencePoints, int Scans);

/// <summary>An access point of a survey and what became of it.</summary>
/// <param name="Name">Its identifier.</param>
/// <param name="IsUsed">Whether a floor's image shows it.</param>
/// <param name="Reason">Why it is used or not, in one line.</param>
public sealed record DescribedAccessPoint(string Name, bool IsUsed, string Reason);
