using System.Text.Json.Serialization;
using Itoloc.Fingerprints;
using Itoloc.Networks;
using Itoloc.Training;
using Itoloc.Updating;

namespace Itoloc;

/// <summary>Everything in a model file but the large arrays.</summary>
sealed record ModelManifest
{
    /// <summary>What real surveys have given, for models that were trained without it.</summary>
    public const double UsualKnownShare = 0.3;

    public required string? Site { get; init; }

    public required Preset Preset { get; init; }

    public required int Seed { get; init; }

    /// <summary>See <see cref="Localizer.KnownShare"/>; files before version 3 have another measure.</summary>
    public double KnownShare { get; set; } = UsualKnownShare;

    public required IReadOnlyList<AccessPointFeature> AccessPoints { get; init; }

    public required IReadOnlyList<SurveyRow> Rows { get; init; }

    public required IReadOnlyList<FloorManifest> Floors { get; init; }

    /// <summary>What updates have added, without its large arrays; null before the first, and in files of version 1.</summary>
    public UpdateMemory? Memory { get; init; }

    /// <summary>A line for every accepted update; null in files of version 1.</summary>
    public IReadOnlyList<string>? History { get; init; }

    public static ModelManifest Of(Localizer model) => new()
    {
        Site = model.Site,
        Preset = model.Preset,
        Seed = model.Seed,
        KnownShare = model.KnownShare,
        AccessPoints = model.Index.Features,
        Rows = model.Rows,
        Floors = [.. model.Floors.Select(floor => new FloorManifest
        {
            Building = floor.Building,
            Floor = floor.Floor,
            AccessPoints = [.. floor.AccessPoints.Select(networks => networks[0])],
            Image = floor.Image,
            Classes = floor.Classes,
            Network = floor.Network.Options,
            Reader = floor.Reader,
        })],
        Memory = model.Memory,
        History = model.History,
    };
}

/// <summary>One floor's part of the manifest.</summary>
sealed record FloorManifest
{
    public required string? Building { get; init; }

    public required string? Floor { get; init; }

    /// <summary>The first network of each access point of the image.</summary>
    public required int[] AccessPoints { get; init; }

    public required FingerprintImage Image { get; init; }

    public required IReadOnlyList<LocationClass> Classes { get; init; }

    public required NetworkOptions Network { get; init; }

    public required PositionReader Reader { get; init; }
}

/// <summary>The manifest's JSON. What a file may leave out has a set accessor: generated readers give init ones 0, not their default.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    UseStringEnumConverter = true)]
[JsonSerializable(typeof(ModelManifest))]
sealed partial class ModelJson : JsonSerializerContext;
