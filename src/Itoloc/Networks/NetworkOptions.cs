namespace Itoloc.Networks;

/// <summary>The shape of an iToLoc network.</summary>
public sealed record NetworkOptions
{
    /// <summary>Side N of the fingerprint image in pixels: a multiple of 4, at least 8; of 8, so that no pooling leaves out a row.</summary>
    public required int Side { get; init; }

    /// <summary>Channels of the fingerprint image.</summary>
    public required int ImageChannels { get; init; }

    /// <summary>C: location classes, at least 1.</summary>
    public required int Locations { get; init; }

    /// <summary>|D|: domains, at least 1.</summary>
    public required int Domains { get; init; }

    /// <summary>Location predictors, 1 to 3. The paper: 3; fewer for ablation only, as co-training needs all.</summary>
    public int Predictors { get; set; } = ItolocNetwork.Predictors;

    /// <summary>Share of values dropped after each max-pooling, 0 to below 1. The paper: 0.5.</summary>
    public required double Dropout { get; init; }
}
